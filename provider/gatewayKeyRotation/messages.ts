import type { Host } from "../host";
import type { PlannedRotation } from "./plan";
import { isUnknown } from "../unknown";
import type { RotationInputs, UndecidedInputs } from "./state";

/** Says on the resource's row what the coming update will do to whom. */
export function sayPlan(host: Host, inputs: RotationInputs, rotation: PlannedRotation): Promise<void> {
  const { keyType, survivor } = rotation;
  return host.say({
    severity: survivor === undefined ? "warning" : "info",
    urn: inputs.__urn,
    text: `regenerates the ${keyType} key of gateway "${inputs.gatewayId}" (${cause(inputs, rotation)}): ${effect(rotation)}.`,
  });
}

function effect({ keyType, survivor, reason }: PlannedRotation): string {
  if (survivor === undefined) return "tokens signed with it STOP WORKING at once; deploy new ones right after";
  // Which key was in use is then the program's word, or the default's.
  const fate =
    reason === "create"
      ? `tokens signed with it stop working at once, those signed with the ${survivor} key go on`
      : `running tokens, signed with the ${survivor} key, go on working`;
  return `${fate}; ${keyType} is the active key from then on`;
}

/** Says on the resource's row that a regeneration is possible, and what keeps preview from telling. */
export function sayUndecided(host: Host, inputs: UndecidedInputs): Promise<void> {
  const { keyType, gatewayId, __urn: urn } = inputs;
  const unknown = (["keyType", "rotateEvery", "triggers"] as const).filter((argument) => isUnknown(inputs[argument]));
  const key = keyType === "primary" || keyType === "secondary" ? `the ${keyType} key` : "a key";
  const text = `${unknown.join(", ")}: not known before the up, which decides whether ${key} of gateway "${gatewayId}" is regenerated.`;
  return host.say({ severity: "warning", urn, text });
}

function cause(inputs: RotationInputs, { reason, triggers, dueSince }: PlannedRotation): string {
  if (reason === "create") return "rotateOnCreate";
  if (reason === "schedule") return `due since ${dueSince ?? ""}, rotateEvery is ${inputs.rotateEvery ?? ""}`;
  return triggers.length === 0 ? "a trigger changed" : `changed: ${triggers.join(", ")}`;
}
