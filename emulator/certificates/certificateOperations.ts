import { entityAnswer, type Answer } from "../arm/answer";
import { ArmRefusal, entityNotFound } from "../arm/armRefusal";
import { certificateEntityTag, compareIfMatch, requireIfMatch } from "../arm/entityTags";
import { objectField, readJsonObject } from "../arm/requestBody";
import { named, type OperationCall } from "../server/operation";
import type { CertificateRecord, ServiceRecord } from "../state/emulatorState";
import { certificateContract } from "./certificateContract";
import { checkRoomForCertificate, readUploadedCertificate } from "./certificateUpload";

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
  if (properties.keyVault !== undefined) throw keyVaultNotImplemented();
  const facts = readUploadedCertificate(properties);
  if (existing !== undefined) requireIfMatch(call.request, call.emulator.lenient);
  compareWith(call, existing);
  if (existing === undefined) checkRoomForCertificate(service.sku.name, service.certificates.size);
  const certificate: CertificateRecord = {
    name: existing?.name ?? named(call, "certificateId"),
    facts,
    revision: call.emulator.state.nextCertificateRevision(),
  };
  service.certificates.set(key, certificate);
  const status = existing === undefined ? 201 : 200;
  return entityAnswer(status, certificateEntityTag(certificate.revision), certificateContract(service, certificate));
}

function keyVaultNotImplemented(): ArmRefusal {
  return new ArmRefusal(501, {
    code: "NotImplementedByEmulator",
    message: "Certificates from Key Vault are not implemented by this emulator.",
  });
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

/** Certificate_ListByService. An empty list is `{"value":[],"count":0}` (recorded). */
export function listCertificates(call: OperationCall): Answer {
  const service = call.emulator.state.requireService(call.names);
  const value = [...service.certificates.values()].map((certificate) => certificateContract(service, certificate));
  return { status: 200, body: { value, count: value.length } };
}

/** Certificate_RefreshSecret. */
export function refreshCertificateSecret(call: OperationCall): Answer {
  requireCertificate(call);
  throw keyVaultNotImplemented();
}
