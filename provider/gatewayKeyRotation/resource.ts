import * as pulumi from "@pulumi/pulumi";
import { withholdPromiseTraces } from "../promiseTraces";
import { registration } from "../registration";

/** One of the two keys of a self-hosted gateway. */
export type GatewayKeyType = "primary" | "secondary";

/** Arguments of {@link GatewayKeyRotation}. */
export interface GatewayKeyRotationArgs {
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
  /**
   * Which key a rotation regenerates. `primary` and `secondary` name it, and tokens signed with it stop working at once:
   * the way to revoke a leaked key. `alternate` takes the key that is not in use and makes it the active one, so that what
   * is deployed works until the next rotation: the way to renew without downtime; a leaked key stays valid meanwhile.
   * A change takes effect at the next rotation.
   */
  readonly keyType: pulumi.Input<GatewayKeyType | "alternate">;
  /**
   * With `alternate`: the key that consumers use today. Read on create only, so a later change does nothing; and
   * `pulumi up --replace`, which is a create that knows nothing of before, starts anew from it.
   * @defaultValue `primary`
   */
  readonly initialKeyType?: pulumi.Input<GatewayKeyType> | undefined;
  /**
   * Any values: strings, numbers, booleans, lists, maps. A change, an addition or a removal regenerates the key, exactly
   * once; the order of a map's keys does not count.
   */
  readonly triggers?: pulumi.Input<unknown>;
  /**
   * ISO 8601 duration such as `P30D`. The first `up` after it has passed since the last rotation (or since creation)
   * regenerates the key; late runs do not add up. A change moves `nextRotationAt`.
   */
  readonly rotateEvery?: pulumi.Input<string> | undefined;
  /**
   * Whether the first `up` regenerates the key too: with `alternate` the one that `initialKeyType` does not name. A later
   * change does nothing.
   * @defaultValue false: the keys are recorded as they are, and nobody's tokens break
   */
  readonly rotateOnCreate?: pulumi.Input<boolean> | undefined;
}

const OUTPUTS = [
  "activeKeyType",
  "activeKeySince",
  "lastRotatedKeyType",
  "lastRotationReason",
  "rotatedAt",
  "rotationCount",
  "nextRotationAt",
  "primaryFingerprint",
  "secondaryFingerprint",
  "changedOutside",
];

/**
 * Regenerates a key of a self-hosted gateway when its triggers change or its period has passed: exactly once for every run
 * that could save its state, and proved by the keys before and after. Preview says which key, and why.
 *
 * Deleting it changes nothing in Azure.
 *
 * @see {@link https://learn.microsoft.com/rest/api/apimanagement/gateway/regenerate-key | Gateway - Regenerate Key}
 */
export class GatewayKeyRotation extends pulumi.CustomResource {
  /** The key that consumers should use now. Known in preview. */
  declare readonly activeKeyType: pulumi.Output<GatewayKeyType>;
  /**
   * Since when that key has been as it is: its last rotation, or when it was first seen; the full hour after it, ISO 8601 in
   * UTC. `rotateEvery` counts from it. Known in preview.
   */
  declare readonly activeKeySince: pulumi.Output<string>;
  /** The key that was regenerated last; undefined before the first rotation. Known in preview. */
  declare readonly lastRotatedKeyType: pulumi.Output<GatewayKeyType | undefined>;
  /** Why the last rotation happened. Known in preview. */
  declare readonly lastRotationReason: pulumi.Output<"trigger" | "schedule" | "create" | undefined>;
  /** When the last rotation happened, ISO 8601 in UTC; undefined before the first one. */
  declare readonly rotatedAt: pulumi.Output<string | undefined>;
  /** How many rotations there were; a good trigger for what depends on the key. Known in preview. */
  declare readonly rotationCount: pulumi.Output<number>;
  /** With `rotateEvery`: from when on a run rotates, a full hour in UTC. Known in preview. */
  declare readonly nextRotationAt: pulumi.Output<string | undefined>;
  /** The start of the SHA-256 of the primary key, 16 hex digits: enough to see a change, useless to an attacker. */
  declare readonly primaryFingerprint: pulumi.Output<string>;
  /** The start of the SHA-256 of the secondary key, 16 hex digits. */
  declare readonly secondaryFingerprint: pulumi.Output<string>;
  /** Whether a refresh found a key regenerated by somebody else; the next `up` takes note of it and regenerates nothing. */
  declare readonly changedOutside: pulumi.Output<boolean>;

  /**
   * @param name - the resource's name in the program
   * @param args - which gateway, which key, and when
   * @param opts - Pulumi's resource options
   */
  constructor(name: string, args: GatewayKeyRotationArgs, opts?: pulumi.CustomResourceOptions) {
    // Names of triggers are said in messages; not those of triggers that are secret as a whole.
    const __secretTriggers = pulumi.Output.isInstance(args.triggers) ? isSecret(args.triggers) : undefined;
    const traces = withholdPromiseTraces();
    try {
      super(
        ...registration({
          type: "GatewayKeyRotation",
          lifecycle: "gatewayKeyRotation",
          name,
          args: { ...args, __secretTriggers },
          outputs: OUTPUTS,
          options: opts,
        }),
      );
    } catch (error) {
      throw traces.located(error);
    } finally {
      traces.restore();
    }
  }
}

async function isSecret(output: pulumi.Output<unknown>): Promise<true | undefined> {
  return (await pulumi.isSecret(output)) || undefined;
}
