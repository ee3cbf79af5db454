import { validationError } from "../arm/armRefusal";
import { objectField, requiredString, stringField, type JsonObject } from "../arm/requestBody";
import type { Emulator } from "../emulator";
import { readSecret, successStatus } from "../keyVault/secretAccess";
import type { CertificateRecord, ServiceRecord } from "../state/emulatorState";
import { readUploadedCertificate } from "./certificateUpload";

type CertificateSource = Pick<CertificateRecord, "facts" | "keyVault">;

/** What a PUT makes of a certificate: opened from `data`, or read from Key Vault while the caller waits (recorded). */
export function readCertificateSource(
  emulator: Emulator,
  service: ServiceRecord,
  properties: JsonObject,
): CertificateSource {
  if (properties.keyVault === undefined || properties.keyVault === null) {
    return { facts: readUploadedCertificate(properties), keyVault: undefined };
  }
  if (stringField(properties, "data") !== undefined) {
    // Assumed: the spec does not say that they exclude each other.
    throw validationError({ target: "keyVault", message: "data and keyVault exclude each other." });
  }
  const keyVault = objectField(properties, "keyVault");
  const link = {
    secretIdentifier: requiredString(keyVault, "secretIdentifier"),
    identityClientId: stringField(keyVault, "identityClientId") ?? null,
  };
  const atMs = emulator.clock.nowMs();
  const facts = readSecret(emulator, { service, link, atMs });
  return { facts, keyVault: { ...link, lastStatus: successStatus(atMs), checkedAtMs: atMs } };
}
