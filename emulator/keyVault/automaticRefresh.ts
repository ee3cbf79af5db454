import { ArmRefusal } from "../arm/armRefusal";
import type { Emulator } from "../emulator";
import type { CertificateRecord, KeyVaultLink, ServiceRecord } from "../state/emulatorState";
import { failureStatus, readSecret, successStatus } from "./secretAccess";
import { parseSecretIdentifier } from "./secretIdentifier";

// A versionless secret is refreshed within four hours (published); that it happens every four hours exactly is assumed.
const refreshEveryMs = 4 * 3_600_000;

function refresh(
  emulator: Emulator,
  place: { service: ServiceRecord; certificate: CertificateRecord; link: KeyVaultLink },
): void {
  const { service, certificate, link } = place;
  const periods = Math.floor((emulator.clock.nowMs() - link.checkedAtMs) / refreshEveryMs);
  if (periods < 1 || parseSecretIdentifier(link.secretIdentifier).version !== undefined) return;
  const atMs = link.checkedAtMs + periods * refreshEveryMs;
  link.checkedAtMs = atMs;
  try {
    certificate.facts = readSecret(emulator, { service, link, atMs });
    link.lastStatus = successStatus(atMs);
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    link.lastStatus = failureStatus(error, atMs);
  }
  // That the status alone moves the ETag is recorded for refreshSecret, and assumed for the automatic refresh.
  certificate.revision = emulator.state.nextCertificateRevision();
}

/** Catches up with the refreshes that were due since the last request. */
export function refreshDueSecrets(emulator: Emulator): void {
  for (const service of emulator.state.services.values()) {
    for (const certificate of service.certificates.values()) {
      if (certificate.keyVault !== undefined) {
        refresh(emulator, { service, certificate, link: certificate.keyVault });
      }
    }
  }
}
