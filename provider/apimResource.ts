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

/**
 * A dynamic resource whose provider text is a constant. `pulumi.dynamic.Resource` would serialize an object by value,
 * with what it captures; here nothing is captured, so no setting and no secret can end up in the state.
 */
export abstract class ApimResource extends pulumi.CustomResource {
  constructor({ type, lifecycle, name, args, outputs, options }: Declaration) {
    const token = `pulumi-nodejs:dynamic/apim-credentials:${type}`;
    const unresolved = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const own = { __provider: providerText(lifecycle), __urn: urnOf(token, name, options?.parent) };
    super(token, name, { ...unresolved, ...args, ...own }, options);
  }
}

/** Lets messages find the resource's row. A plain promise: an output would make the resource depend on its parent. */
function urnOf(token: string, name: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, token, parent).apply((urn) => resolve(urn.replace("pulumi:pulumi:Stack$", "")));
  });
}

/** An optional argument whose value must never be shown or stored in clear. */
export function secretInput<T>(value: pulumi.Input<T> | undefined): pulumi.Output<pulumi.Unwrap<T>> | undefined {
  return value === undefined ? undefined : pulumi.secret(value);
}
