import { certificates } from "../apim/certificates";
import { ArmError, type ApimError } from "../errors";
import type { Change, Host, Properties } from "../host";
import { needsRefresh, needsUpload } from "./diff";
import { asInputs, asState, sameKeyVault, stateOf, type CertificateState, type LiveCertificate } from "./state";
import { payloadOf, say, startJob, upload, verifyUpload, waits, type Job } from "./upload";

/** PUT with If-Match of the stored ETag; a stale ETag is looked into, never overridden unseen. */
export async function update(host: Host, { id, state, inputs }: Change): Promise<Properties> {
  const [stored, wanted] = [asState(state), asInputs(inputs)];
  const job = startJob(host, id, wanted);
  if (needsUpload(stored, wanted)) return replace(job, stored);
  if (needsRefresh(stored, wanted))
    await certificates.refreshSecret({ client: job.client, resourceId: id, onWait: waits(job) });
  // Also what a repeated update after a partial failure comes to: what is live is stored.
  const live = await certificates.get({ client: job.client, resourceId: id, onWait: waits(job) });
  if (live === undefined) return replace(job, stored);
  if (needsRefresh(stored, wanted)) await sayRefreshed(job, stored, live);
  return verifyUpload(job, live);
}

async function sayRefreshed(job: Job, stored: CertificateState, { contract }: LiveCertificate): Promise<void> {
  const now = contract.properties.thumbprint;
  const change =
    now === stored.thumbprint ? `the vault still holds thumbprint ${now}` : `thumbprint ${stored.thumbprint} → ${now}`;
  await say(job, "info", `refreshed from Key Vault: ${change}`);
}

async function replace(job: Job, stored: CertificateState): Promise<Properties> {
  const payload = await payloadOf(job);
  // Without a stored ETag (state from a run that was cut short) the look comes first.
  if (stored.etag === undefined) return replaceLive({ job, stored, payload });
  try {
    return await verifyUpload(job, await upload(job, { payload, ifMatch: stored.etag }));
  } catch (error) {
    if (!isStale(error)) throw error;
    return replaceLive({ job, stored, payload });
  }
}

function isStale(error: unknown): boolean {
  return (
    (error as Partial<ApimError>).code !== undefined && [404, 412].includes((error as Partial<ArmError>).status ?? 0)
  );
}

/** The stored ETag is stale: carries on only if nothing that matters differs from what is stored. */
async function replaceLive({
  job,
  stored,
  payload,
}: {
  job: Job;
  stored: CertificateState;
  payload: Awaited<ReturnType<typeof payloadOf>>;
}): Promise<Properties> {
  const live = await certificates.get({ client: job.client, resourceId: job.resourceId, onWait: waits(job) });
  if (live === undefined) {
    await say(job, "warning", "it had been deleted outside; created again");
    return verifyUpload(job, await upload(job, { payload }));
  }
  const { properties } = live.contract;
  if (!needsUpload(asState(stateOf(job.inputs, live)), job.inputs)) return verifyUpload(job, live);
  const untouched = properties.thumbprint === stored.thumbprint && sameKeyVault(properties.keyVault, stored.keyVault);
  if (untouched) return verifyUpload(job, await upload(job, { payload, ifMatch: live.etag }));
  throw new ArmError(
    `Certificate "${job.inputs.certificateId}" was replaced outside of this stack: Azure holds thumbprint ${properties.thumbprint}, ` +
      `the stack last saw ${stored.thumbprint}, the program declares ${job.inputs.thumbprint ?? "a Key Vault certificate"}. ` +
      "Nothing was uploaded. Run `pulumi refresh` to see the difference, then `pulumi up` to put the declared certificate back.",
    { code: "PreconditionFailed", operation: "Certificate update", resourceId: job.resourceId, status: 412 },
  );
}
