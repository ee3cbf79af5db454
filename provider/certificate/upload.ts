import type { ArmClient } from "../arm/client";
import { certificates } from "../apim/certificates";
import type { CertificateCreateOrUpdateProperties } from "../apim/contracts";
import { CertificateDataError } from "../errors";
import type { Host } from "../host";
import { PartialFailure } from "../partialFailure";
import { sayWaits } from "../waitMessages";
import { certificateTitle, liveWarnings } from "./messages";
import { openSource } from "./source";
import { asState, stateOf, type CertificateInputs, type LiveCertificate } from "./state";

/** What one create or update works with. */
export interface Job {
  readonly host: Host;
  readonly client: ArmClient;
  readonly resourceId: string;
  readonly inputs: CertificateInputs;
}

export function startJob(host: Host, resourceId: string, inputs: CertificateInputs): Job {
  return { host, client: host.arm(), resourceId, inputs };
}

/** The resource's own row, for waits and warnings. */
export function say({ host, inputs }: Job, severity: "info" | "warning", text: string): Promise<void> {
  return host.say({ severity, urn: inputs.__urn, text: `${inputs.certificateId}: ${text}` });
}

/** For requests that may have to wait. */
export function waits({ host, inputs }: Job): (text: string) => void {
  return sayWaits(host, { name: inputs.certificateId, urn: inputs.__urn });
}

/** What is sent. Opens the file again, and stops when it is not the certificate that `check` found. */
export async function payloadOf({ host, resourceId, inputs }: Job): Promise<CertificateCreateOrUpdateProperties> {
  if (inputs.keyVault !== undefined) {
    const { secretIdentifier, identityClientId } = inputs.keyVault;
    return { keyVault: { secretIdentifier, ...(identityClientId !== undefined && { identityClientId }) } };
  }
  const source = await openSource(host, inputs);
  const operation = "Certificate create or update";
  if (!source.ok) {
    throw new CertificateDataError(`${source.argument}: ${source.problem}. Nothing was uploaded.`, {
      code: "source",
      operation,
      resourceId,
    });
  }
  if (source.contents.thumbprint === inputs.thumbprint) {
    return { data: source.data, ...(source.password !== undefined && { password: source.password }) };
  }
  throw new CertificateDataError(
    `The file changed while this run was going on: it now holds ${certificateTitle(source.contents)}, ` +
      `the run began with thumbprint ${inputs.thumbprint ?? "unknown"}. Nothing was uploaded; preview again.`,
    { code: "changed-during-run", operation, resourceId },
  );
}

interface Upload {
  readonly payload: CertificateCreateOrUpdateProperties;
  readonly ifMatch?: string | undefined;
}

export interface Uploaded extends LiveCertificate {
  readonly created: boolean;
}

export function upload(job: Job, { payload, ifMatch }: Upload): Promise<Uploaded> {
  return certificates.createOrUpdate({
    client: job.client,
    resourceId: job.resourceId,
    properties: payload,
    ifMatch,
    onWait: waits(job),
  });
}

/** Compares what Azure says it holds with what was sent, and answers the state to store. */
export async function verifyUpload(job: Job, live: LiveCertificate): Promise<Record<string, unknown>> {
  const { contract } = live;
  const state = stateOf(job.inputs, live);
  const found = contract.properties.thumbprint;
  if (job.inputs.thumbprint !== undefined && found !== job.inputs.thumbprint) {
    throw new PartialFailure(
      `Azure accepted the upload of "${job.inputs.certificateId}" but holds thumbprint ${found} instead of ${job.inputs.thumbprint}. ` +
        "Check which certificate the service presents; the next up uploads again.",
      { id: job.resourceId, state },
    );
  }
  // An uploaded certificate was judged by check, from the file.
  if (job.inputs.keyVault !== undefined) {
    for (const warning of liveWarnings(job.host, job.inputs, asState(state))) await say(job, "warning", warning);
  }
  return { ...state };
}
