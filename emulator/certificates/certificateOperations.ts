import { entityAnswer, type Answer } from "../arm/answer";
import { entityNotFound, validationError } from "../arm/armRefusal";
import { certificateEntityTag, compareIfMatch, requireIfMatch } from "../arm/entityTags";
import { objectField, readBoolean, readJsonObject } from "../arm/requestBody";
import { listPage } from "../paging/listPage";
import { named, type OperationCall } from "../server/operation";
import type { CertificateRecord, ServiceRecord } from "../state/emulatorState";
import { certificateContract, refreshedContract } from "./certificateContract";
import { readCertificateSource } from "./certificateSource";
import { checkRoomForCertificate } from "./certificateUpload";
import { readSecret, successStatus } from "../keyVault/secretAccess";

interface CertificatePlace {
  readonly service: ServiceRecord;
  /** The certificate's name as it is compared. */
  readonly key: string;
  readonly certificate: CertificateRecord | undefined;
}

function findCertificate(call: OperationCall): CertificatePlace {
  const service = call.emulator.state.requireService(call.names);
  const key = named(call, "certificateId").toLowerCase();
  return { service, key, certificate: service.certificates.get(key) };
}

function requireCertificate(call: OperationCall): CertificatePlace & { certificate: CertificateRecord } {
  const { service, key, certificate } = findCertificate(call);
  if (certificate === undefined) throw entityNotFound("Certificate");
  return { service, key, certificate };
}

function compareWith(call: OperationCall, certificate: CertificateRecord | undefined): void {
  const current = certificate === undefined ? undefined : certificateEntityTag(certificate.revision);
  compareIfMatch({ request: call.request, current });
}

/** Certificate_CreateOrUpdate: 201 or 200; If-Match is needed for an update only (spec). */
export function createOrUpdateCertificate(call: OperationCall): Answer {
  const { service, key, certificate: existing } = findCertificate(call);
  const properties = objectField(readJsonObject(call.request), "properties");
  const source = readCertificateSource(call.emulator, service, properties);
  if (existing !== undefined) requireIfMatch(call.request, call.emulator.lenient);
  compareWith(call, existing);
  if (existing === undefined) checkRoomForCertificate(service.sku.name, service.certificates.size);
  const certificate: CertificateRecord = {
    name: existing?.name ?? named(call, "certificateId"),
    ...source,
    revision: call.emulator.state.nextCertificateRevision(),
  };
  service.certificates.set(key, certificate);
  const status = existing === undefined ? 201 : 200;
  return entityAnswer(status, certificateEntityTag(certificate.revision), certificateContract(service, certificate));
}

/** Certificate_Get. */
export function getCertificate(call: OperationCall): Answer {
  const { service, certificate } = requireCertificate(call);
  return entityAnswer(200, certificateEntityTag(certificate.revision), certificateContract(service, certificate));
}

/** Certificate_GetEntityTag. */
export function headCertificate(call: OperationCall): Answer {
  const { certificate } = requireCertificate(call);
  return { status: 200, headers: { ETag: certificateEntityTag(certificate.revision) } };
}

/** Certificate_Delete: 204 when it was not there (recorded with If-Match `*`; with any other value assumed). */
export function deleteCertificate(call: OperationCall): Answer {
  const { service, key, certificate } = findCertificate(call);
  requireIfMatch(call.request, call.emulator.lenient);
  if (certificate === undefined) return { status: 204 };
  compareWith(call, certificate);
  service.certificates.delete(key);
  return { status: 200 };
}

const filterFields = { name: "text", subject: "text", thumbprint: "text", expirationDate: "date" } as const;

/** Certificate_ListByService. An empty list is `{"value":[],"count":0}` (recorded). */
export function listCertificates(call: OperationCall): Answer {
  const service = call.emulator.state.requireService(call.names);
  const failedOnly = readBoolean(call.request, "isKeyVaultRefreshFailed");
  const rows = [...service.certificates.values()]
    .filter(({ keyVault }) => !failedOnly || (keyVault !== undefined && keyVault.lastStatus.code !== "Success"))
    .map((certificate) => ({
      fields: { name: certificate.name, ...certificate.facts, hasPrivateKey: "" },
      body: certificateContract(service, certificate),
    }));
  return listPage(call.request, { rows, filterFields });
}

/** Certificate_RefreshSecret: reads the secret again, raises the ETag even when nothing changed, and answers an unwrapped body (recorded). */
export function refreshCertificateSecret(call: OperationCall): Answer {
  const { service, certificate } = requireCertificate(call);
  const link = certificate.keyVault;
  if (link === undefined) {
    // Assumed: nothing shows what Azure answers here.
    throw validationError({ target: "keyVault", message: "The certificate does not come from Key Vault." });
  }
  const atMs = call.emulator.clock.nowMs();
  certificate.facts = readSecret(call.emulator, { service, link, atMs });
  Object.assign(link, { lastStatus: successStatus(atMs), checkedAtMs: atMs });
  certificate.revision = call.emulator.state.nextCertificateRevision();
  return entityAnswer(200, certificateEntityTag(certificate.revision), refreshedContract(certificate));
}
