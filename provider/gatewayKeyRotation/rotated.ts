import type { Properties } from "../host";
import { rotate, type RotationJob } from "./rotate";
import { stateOf } from "./state";

/** Carries a rotation out, and answers the state after it. */
export async function rotated(job: RotationJob): Promise<Properties> {
  const found = await rotate(job);
  return { ...stateOf(job.inputs, { ...found, rotatedAt: job.host.now().toISOString() }) };
}
