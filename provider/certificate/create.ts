import { certificates } from "../apim/certificates";
import { certificateResourceId } from "../apim/resourceId";
import { ArmError, ConfigurationError } from "../errors";
import type { Host, Properties, Stored } from "../host";
import { asInputs, sameKeyVault, type CertificateInputs, type LiveCertificate } from "./state";
import { payloadOf, say, startJob, upload, verifyUpload, waits, type Job } from "./upload";

/** HEAD, then PUT: a certificate that is already there is never overwritten unawares. */
export async function create(host: Host, properties: Properties): Promise<Stored> {
  const inputs = asInputs(properties);
  const id = certificateResourceId(inputs);
  const job = startJob(host, id, inputs);
  const payload = await payloadOf(job);
  const target = { client: job.client, resourceId: id, onWait: waits(job) };
  const existing = await certificates.getEntityTag(target);
  if (existing !== undefined && inputs.adoptExisting !== true) throw alreadyExists(inputs);
  // The look has just seen it: another replica that does not know it yet is asked again.
  const adopted = existing === undefined ? undefined : await certificates.get({ ...target, justWritten: true });
  if (adopted !== undefined && isWanted(inputs, adopted)) {
    host.memory.createdIds.add(id.toLowerCase());
    await say(
      job,
      "info",
      `adopted; it already holds thumbprint ${adopted.contract.properties.thumbprint}, nothing was uploaded`,
    );
    return { id, state: await verifyUpload(job, adopted) };
  }
  const answer = await upload(job, { payload, ifMatch: adopted?.etag }).catch((error: unknown) =>
    explained(job, error),
  );
  host.memory.createdIds.add(id.toLowerCase());
  await sayReplaced(job, { adopted, created: answer.created, now: answer.contract.properties.thumbprint });
  return { id, state: await verifyUpload(job, answer) };
}

/** An upload without If-Match is refused where something has appeared since the look: that is worth saying plainly. */
async function explained(job: Job, error: unknown): Promise<never> {
  const { client, resourceId, inputs } = job;
  const mayExist = error instanceof ArmError && [400, 412].includes(error.status) && inputs.adoptExisting !== true;
  const exists =
    mayExist && (await certificates.getEntityTag({ client, resourceId, onWait: waits(job) })) !== undefined;
  throw exists ? alreadyExists(inputs) : error;
}

function isWanted(inputs: CertificateInputs, { contract }: LiveCertificate): boolean {
  if (!sameKeyVault(contract.properties.keyVault, inputs.keyVault)) return false;
  return inputs.keyVault !== undefined || contract.properties.thumbprint === inputs.thumbprint;
}

async function sayReplaced(
  job: Job,
  { adopted, created, now }: { adopted: LiveCertificate | undefined; created: boolean; now: string },
): Promise<void> {
  if (adopted !== undefined) {
    const old = adopted.contract.properties.thumbprint;
    await say(job, "warning", `adopted; its certificate with thumbprint ${old} was replaced by ${now}`);
  } else if (!created) {
    await say(
      job,
      "warning",
      "Azure answered that this upload REPLACED a certificate which appeared between the look and the upload: " +
        "somebody else manages the same certificateId. Find out who before the next run.",
    );
  }
}

function alreadyExists(inputs: CertificateInputs): ConfigurationError {
  return new ConfigurationError(
    `Certificate "${inputs.certificateId}" already exists in service "${inputs.serviceName}". Nothing was uploaded. ` +
      "To manage it with this stack, set adoptExisting: true (the same thumbprint is taken over without an upload; " +
      "destroying the stack then deletes it, unless retainOnDelete is set). If this run was to replace it under the same " +
      "certificateId, set the resource option deleteBeforeReplace. Otherwise choose another certificateId.",
    "Certificate create",
  );
}
