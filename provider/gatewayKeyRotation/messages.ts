import type { Host } from "../host";
import type { PlannedRotation } from "./plan";
import type { RotationInputs } from "./state";

/** Says on the resource's row what the coming update will do to whom. */
export function sayPlan(host: Host, inputs: RotationInputs, rotation: PlannedRotation): Promise<void> {
  const { keyType, survivor } = rotation;
  const effect =
    survivor === undefined
      ? `tokens signed with it STOP WORKING at once; deploy new ones right after`
      : `running tokens, signed with the ${survivor} key, go on working; ${keyType} is the active key from then on`;
  return host.say({
    severity: survivor === undefined ? "warning" : "info",
    urn: inputs.__urn,
    text: `regenerates the ${keyType} key of gateway "${inputs.gatewayId}" (${cause(inputs, rotation)}): ${effect}.`,
  });
}

function cause(inputs: RotationInputs, { reason, triggers }: PlannedRotation): string {
  if (reason === "create") return "rotateOnCreate";
  if (reason === "schedule") return `due, rotateEvery is ${inputs.rotateEvery ?? ""}`;
  return triggers.length === 0 ? "a trigger changed" : `changed: ${triggers.join(", ")}`;
}
