import * as pulumi from "@pulumi/pulumi";
import { withholdPromiseTraces } from "../promiseTraces";
import { registration } from "../registration";
import type { GatewayKeyType } from "../gatewayKeyRotation/resource";

/** Arguments of {@link GatewayToken}. */
export interface GatewayTokenArgs {
  /** Resource group of the service. A change replaces; letter case does not count. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Name of the API Management service, 1 to 50 letters, digits and hyphens. A change replaces; letter case does not count. */
  readonly serviceName: pulumi.Input<string>;
  /** Identifier of the self-hosted gateway, 1 to 80 characters; never `managed`. A change replaces; letter case does not count. */
  readonly gatewayId: pulumi.Input<string>;
  /**
   * Subscription of the service, a GUID. A change replaces.
   * @defaultValue `azure-native:subscriptionId`, else `ARM_SUBSCRIPTION_ID`, else the Azure CLI's default; settled when the
   * resource is created, and kept from then on
   */
  readonly subscriptionId?: pulumi.Input<string> | undefined;
  /** The key that signs the token: `rotation.activeKeyType` where keys are rotated. A change issues a new token. */
  readonly keyType: pulumi.Input<GatewayKeyType>;
  /**
   * ISO 8601 duration, at most `P30D` (which is capped five minutes below Azure's limit). A change takes effect with the
   * next token.
   * @defaultValue `P29D`
   */
  readonly validFor?: pulumi.Input<string> | undefined;
  /**
   * ISO 8601 duration, shorter than `validFor`: the first `up` later than `expiresAt` − `renewBefore` issues a new token.
   * A change counts from the next `up`, which issues one if that time has passed.
   * @defaultValue `P7D`
   */
  readonly renewBefore?: pulumi.Input<string> | undefined;
  /** Any values; give it `rotation.rotationCount`. A change issues a new token. */
  readonly triggers?: pulumi.Input<unknown>;
}

/**
 * The token with which a self-hosted gateway signs in to its service: what you deploy. A new one is issued in time, or when
 * its key or a trigger changes; never otherwise, since its consumers restart when it does.
 *
 * Deleting it changes nothing in Azure: a token works until it expires or its key is regenerated.
 *
 * @see {@link https://learn.microsoft.com/rest/api/apimanagement/gateway/generate-token | Gateway - Generate Token}
 */
export class GatewayToken extends pulumi.CustomResource {
  /** The token, `{gatewayId}&{yyyyMMddHHmm}&{signature}`. Secret. */
  declare readonly token: pulumi.Output<string>;
  /** When it stops working, ISO 8601 in UTC. Known in preview. */
  declare readonly expiresAt: pulumi.Output<string>;
  /** Whether a refresh found the key behind the token regenerated; the next `up` issues a new token. */
  declare readonly changedOutside: pulumi.Output<boolean>;

  /**
   * @param name - the resource's name in the program
   * @param args - which gateway and key, and for how long
   * @param opts - Pulumi's resource options
   */
  constructor(name: string, args: GatewayTokenArgs, opts?: pulumi.CustomResourceOptions) {
    const traces = withholdPromiseTraces();
    try {
      super(
        ...registration({
          type: "GatewayToken",
          lifecycle: "gatewayToken",
          name,
          args: { ...args },
          outputs: ["token", "expiresAt", "changedOutside"],
          options: { ...opts, additionalSecretOutputs: ["token", ...(opts?.additionalSecretOutputs ?? [])] },
        }),
      );
    } catch (error) {
      throw traces.located(error);
    } finally {
      traces.restore();
    }
  }
}
