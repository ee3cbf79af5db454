import * as pulumi from "@pulumi/pulumi";
import { providerText } from "./providerText";

interface Declaration {
  readonly type: "Certificate" | "GatewayKeyRotation" | "GatewayToken";
  readonly lifecycle: Parameters<typeof providerText>[0];
  readonly name: string;
  readonly args: pulumi.Inputs;
  /** Properties that only Azure, or `check`, knows. */
  readonly outputs: readonly string[];
  readonly options: pulumi.CustomResourceOptions | undefined;
}

type Registration = ConstructorParameters<typeof pulumi.CustomResource>;

/**
 * What `CustomResource`'s constructor is given for a dynamic resource whose provider text is a constant.
 * `pulumi.dynamic.Resource` would serialize an object by value, with what it captures; here nothing is captured, so no
 * setting and no secret can end up in the state.
 *
 * A class calls it itself, rather than through a base class of this package: Pulumi takes the caller of the first subclass
 * of `CustomResource` for the place where the user wrote the resource. Absent arguments are left out, because every
 * property costs the program four promises with a stack trace each.
 */
export function registration({ type, lifecycle, name, args, outputs, options }: Declaration): Registration {
  const token = `pulumi-nodejs:dynamic/apim-credentials:${type}`;
  const unresolved = Object.fromEntries(outputs.map((output) => [output, undefined]));
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const own = { __provider: providerText(lifecycle), __urn: urnOf(token, name, options?.parent) };
  return [token, name, { ...unresolved, ...given, ...own }, options];
}

/** Lets messages find the resource's row. A plain promise: an output would make the resource depend on its parent. */
function urnOf(token: string, name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${token}::${name}`;
  return new Promise((resolve) => {
    pulumi.createUrn(name, token, parent).apply((urn) => resolve(urn.replace("pulumi:pulumi:Stack$", "")));
  });
}

/** An optional argument whose value must never be shown or stored in clear. */
export function secretInput<T>(value: pulumi.Input<T> | undefined): pulumi.Output<pulumi.Unwrap<T>> | undefined {
  return value === undefined ? undefined : pulumi.secret(value);
}
