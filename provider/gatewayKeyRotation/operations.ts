import { undefinedWhenGone } from "../apim/gone";
import { gatewayResourceId, parseResourceId } from "../apim/resourceId";
import { GATEWAY_ADDRESS } from "../gatewayPlace";
import type { Change, DiffAnswer, Host, Properties, ReadAnswer, Stored } from "../host";
import { movedArguments } from "../place";
import { withGateway } from "./gatewayLock";
import { lookAtKeys } from "./lookAtKeys";
import { rotated } from "./rotated";
import { asInputs, asState, driftedInputs, fingerprintOf, otherKey, stateOf } from "./state";

/** What a change of the stored form alone is worth an update for; none of these sends a request by itself. */
const SHOWN = ["keyType", "activeKeyType", "nextRotationAt"] as const;

export function diff({ id, state, inputs }: Change): DiffAnswer {
  const replaces = movedArguments(id, inputs, GATEWAY_ADDRESS);
  if (replaces.length > 0) return { changes: true, replaces };
  const [stored, wanted] = [asState(state), asInputs(inputs)];
  const isUnsettled = stored.__pending !== undefined || stored.changedOutside;
  return {
    changes:
      isUnsettled || stored.rotationCount !== wanted.rotationCount || SHOWN.some((key) => stored[key] !== wanted[key]),
  };
}

/** Records the keys as they are; with `rotateOnCreate` regenerates one. */
export async function create(host: Host, properties: Properties): Promise<Stored> {
  const inputs = asInputs(properties);
  const id = gatewayResourceId(inputs);
  return withGateway(host, id, async () => {
    if (inputs.rotationCount === 0) {
      return { id, state: { ...stateOf(inputs, await lookAtKeys(host, id, inputs.__urn)) } };
    }
    const activeKeyType = inputs.keyType === "alternate" ? otherKey(inputs.activeKeyType) : inputs.activeKeyType;
    const before = {
      ...inputs,
      activeKeyType,
      rotationCount: 0,
      lastRotatedKeyType: undefined,
      lastRotationReason: undefined,
    };
    const job = {
      host,
      client: host.arm(),
      resourceId: id,
      inputs,
      before,
      keyType: inputs.lastRotatedKeyType ?? inputs.activeKeyType,
    };
    return { id, state: await rotated(job) };
  });
}

/** Compares the live keys with the recorded ones; for `primary` and `secondary` only that key is judged. */
export async function read(host: Host, { id, state }: Stored): Promise<ReadAnswer | undefined> {
  const stored = asState(state);
  const found = await lookAtKeys(host, id).catch(undefinedWhenGone);
  if (found === undefined) return undefined;
  // What is pending is for the next update to verify: the recorded fingerprints are its evidence.
  if (stored.__pending !== undefined) return { state };
  const judged = stored.keyType === "alternate" ? (["primary", "secondary"] as const) : [stored.keyType];
  const changed = judged.filter((keyType) => fingerprintOf(found, keyType) !== fingerprintOf(stored, keyType));
  if (changed.length === 0) return { state: { ...stored, ...found } };
  const drifted = { ...stored, ...found, changedOutside: true };
  const gateway = parseResourceId(id).gatewayId ?? id;
  const text = `gateway "${gateway}": the ${changed.join(" and the ")} key was regenerated outside of this stack; tokens signed with the old one no longer work.`;
  await host.say({ severity: "warning", text });
  return { state: { ...drifted }, inputs: driftedInputs(id, drifted) };
}

/** Forgets. The keys stay as they are. */
export async function remove(host: Host, { id }: Stored): Promise<void> {
  const gateway = parseResourceId(id).gatewayId ?? id;
  await host.say({
    severity: "info",
    text: `gateway "${gateway}": the rotation is forgotten; its keys stay as they are, nothing was sent.`,
  });
}
