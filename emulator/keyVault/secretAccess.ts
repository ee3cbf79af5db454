import { ArmRefusal } from "../arm/armRefusal";
import type { Emulator } from "../emulator";
import { withSevenDecimals } from "../emulatorClock";
import type { CertificateFacts } from "../certificates/certificateFacts";
import type { KeyVaultLink, LastStatus, ServiceRecord } from "../state/emulatorState";
import { parseSecretIdentifier } from "./secretIdentifier";
import { chooseIdentity } from "./serviceIdentities";

interface SecretRequest {
  readonly service: ServiceRecord;
  readonly link: Pick<KeyVaultLink, "secretIdentifier" | "identityClientId">;
  /** When the secret is read: now, or the time of an automatic refresh that was due earlier. */
  readonly atMs: number;
}

/** Code and wording assumed; that Key Vault's refusal arrives as 400 or 403 is what other clients handle. */
function refusedByKeyVault(code: "Forbidden" | "SecretNotFound", message: string): ArmRefusal {
  return new ArmRefusal(
    400,
    { code: "ValidationError", message: "One or more fields contain incorrect values:" },
    { details: [{ code, target: "secretIdentifier", message }] },
  );
}

/**
 * Reads a secret's certificate with the service's identity.
 * @throws ArmRefusal when the identity is not there, may not read yet, or there is no such secret.
 */
export function readSecret(emulator: Emulator, { service, link, atMs }: SecretRequest): CertificateFacts {
  const identifier = parseSecretIdentifier(link.secretIdentifier);
  const identity = chooseIdentity(service, link, atMs);
  const { keyVaults } = emulator.state;
  if (!keyVaults.mayRead(identifier.vault, identity.clientId, atMs)) {
    throw refusedByKeyVault(
      "Forbidden",
      `Failed to access KeyVault Secret ${link.secretIdentifier} using Managed Service Identity (http://aka.ms/apimmsi) of Api Management service. Check if Managed Identity of Type: ${identity.resourceId === undefined ? "SystemAssigned" : "UserAssigned"}, ClientId: ${identity.clientId} and ObjectId: ${identity.principalId} has secrets/get permission.`,
    );
  }
  const found = keyVaults.find(identifier, atMs);
  if (found === undefined) {
    throw refusedByKeyVault(
      "SecretNotFound",
      `Failed to access KeyVault Secret ${link.secretIdentifier}: a secret with that name and version was not found.`,
    );
  }
  return found.facts;
}

export function successStatus(atMs: number): LastStatus {
  return { code: "Success", timeStampUtc: withSevenDecimals(new Date(atMs)) };
}

/** How a failed automatic refresh shows in `lastStatus`: the detail's code and message (assumed). */
export function failureStatus(refusal: ArmRefusal, atMs: number): LastStatus {
  const { code, message } = refusal.reason;
  return { code, message, timeStampUtc: withSevenDecimals(new Date(atMs)) };
}
