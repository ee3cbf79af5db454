import type { ArmClient } from "../arm/client";
import type { KeyType } from "../apim/contracts";
import { gateways } from "../apim/gateways";
import { ApimError, ArmError } from "../errors";
import type { Host } from "../host";
import { PartialFailure } from "../partialFailure";
import { sayWaits } from "../waitMessages";
import {
  fingerprintOf,
  fingerprintsOf,
  otherKey,
  pendingState,
  type Fingerprints,
  type RotationInputs,
  type RotationPlan,
} from "./state";

/** After an answer was lost, the service may still be at it: look a moment later. */
const SETTLE_MS = 2_000;
const MAX_ATTEMPTS = 3;

/** One rotation of one gateway, as far as it is known. */
export interface RotationJob {
  readonly host: Host;
  readonly client: ArmClient;
  readonly resourceId: string;
  readonly inputs: RotationInputs;
  /** The plan that was in force before; kept when the rotation's end is unknown. */
  readonly before: RotationPlan & Partial<Fingerprints> & { readonly rotatedAt?: string | undefined };
  readonly keyType: KeyType;
}

export function sayOn(
  { host, inputs }: Pick<RotationJob, "host" | "inputs">,
  severity: "info" | "warning",
  text: string,
): Promise<void> {
  return host.say({ severity, urn: inputs.__urn, text: `gateway "${inputs.gatewayId}": ${text}` });
}

/** listKeys, regenerateKey, listKeys: proves that the named key changed. Answers the keys' fingerprints afterwards. */
export async function rotate(job: RotationJob): Promise<Fingerprints> {
  const before = await look(job);
  await sayIfAlreadyChanged(job, before);
  for (let attempt = 1; ; attempt++) {
    const lost = await regenerate(job, before);
    const after = await lookAfter(job, before, lost);
    if (fingerprintOf(after, job.keyType) !== fingerprintOf(before, job.keyType)) {
      await sayOutcome(job, { before, after, lost });
      return after;
    }
    if (lost === undefined || attempt === MAX_ATTEMPTS) throw unchanged(job, before, lost);
  }
}

async function look(job: RotationJob): Promise<Fingerprints> {
  const { client, resourceId } = job;
  return fingerprintsOf(await gateways.listKeys({ client, resourceId, onWait: waits(job) }));
}

function waits({ host, inputs }: RotationJob): (text: string) => void {
  return sayWaits(host, { name: `gateway "${inputs.gatewayId}"`, urn: inputs.__urn });
}

/** Undefined when Azure confirmed; the failure when it is unknown whether the key was regenerated. */
async function regenerate(job: RotationJob, before: Fingerprints): Promise<Error | undefined> {
  const { client, resourceId, keyType, host } = job;
  try {
    await gateways.regenerateKey({ client, resourceId, keyType, onWait: waits(job) });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApimError)) throw interrupted(job, before, error as Error);
    if (!mayHaveBeenSent(error)) throw error;
    await host.sleep(SETTLE_MS);
    return error;
  }
}

function mayHaveBeenSent(error: ApimError): boolean {
  return (error as ApimError & { requestWasSent?: "no" | "maybe" }).requestWasSent === "maybe";
}

/** A replica may answer the old keys for a moment: an unchanged key is looked at twice before it is believed. */
async function lookAfter(job: RotationJob, before: Fingerprints, lost: Error | undefined): Promise<Fingerprints> {
  try {
    const after = await look(job);
    if (fingerprintOf(after, job.keyType) !== fingerprintOf(before, job.keyType)) return after;
    await job.host.sleep(SETTLE_MS);
    return await look(job);
  } catch (error) {
    throw interrupted(job, before, lost ?? (error as Error));
  }
}

async function sayIfAlreadyChanged(job: RotationJob, found: Fingerprints): Promise<void> {
  const { primaryFingerprint, secondaryFingerprint } = job.before;
  if (primaryFingerprint === undefined || secondaryFingerprint === undefined) return;
  const known = fingerprintOf({ primaryFingerprint, secondaryFingerprint }, job.keyType);
  if (known === fingerprintOf(found, job.keyType)) return;
  const text =
    `the ${job.keyType} key had already changed since the last run that could save its state ` +
    `(a run was killed, or somebody regenerated it); it is regenerated again.`;
  await sayOn(job, "warning", text);
}

async function sayOutcome(
  job: RotationJob,
  seen: { before: Fingerprints; after: Fingerprints; lost: Error | undefined },
): Promise<void> {
  if (seen.lost !== undefined) {
    await sayOn(
      job,
      "info",
      `the answer to regenerateKey was lost, but the ${job.keyType} key has changed: rotated once.`,
    );
  }
  const other = otherKey(job.keyType);
  if (fingerprintOf(seen.before, other) === fingerprintOf(seen.after, other)) return;
  await sayOn(
    job,
    "warning",
    `the ${other} key changed too while the ${job.keyType} key was rotated: somebody else regenerates keys of this gateway.`,
  );
}

function unchanged(job: RotationJob, before: Fingerprints, lost: Error | undefined): Error {
  if (lost !== undefined) return interrupted(job, before, lost);
  const text =
    `Azure confirmed that the ${job.keyType} key of gateway "${job.inputs.gatewayId}" was regenerated, but listKeys still answers the old one. ` +
    "Run `pulumi up` again: it looks first, and regenerates only if the key is still the old one.";
  return partial(
    job,
    before,
    new ArmError(text, {
      code: "KeyUnchanged",
      operation: "Gateway regenerate key",
      resourceId: job.resourceId,
      status: 204,
    }),
  );
}

function interrupted(job: RotationJob, before: Fingerprints, cause: Error): PartialFailure {
  const text =
    `Whether the ${job.keyType} key of gateway "${job.inputs.gatewayId}" was regenerated is not known: ${cause.message} ` +
    "Run `pulumi up` again: it looks first, and regenerates only if the key is still the old one.";
  return partial(job, before, new Error(text, { cause }));
}

function partial(
  { resourceId, inputs, before, keyType }: RotationJob,
  found: Fingerprints,
  reason: Error,
): PartialFailure {
  const state = pendingState(inputs, { ...before, ...found }, keyType);
  return new PartialFailure(reason.message, { id: resourceId, state: { ...state }, cause: reason.cause });
}
