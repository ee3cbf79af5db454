import type { Answer } from "../arm/answer";
import { ArmRefusal } from "../arm/armRefusal";
import type { JsonObject } from "../arm/requestBody";
import { readUploadedCertificate } from "../certificates/certificateUpload";
import type { Emulator } from "../emulator";
import { parseSecretIdentifier } from "../keyVault/secretIdentifier";
import { newIdentity } from "../keyVault/serviceIdentities";
import type { ServiceRecord } from "../state/emulatorState";
import { readDurationMs } from "./clockEndpoint";
import { controlError } from "./controlAnswer";

function withRefusalsExplained(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof ArmRefusal) return controlError(error.reason.message);
    throw error;
  }
}

/** `{ secretIdentifier, data, password? }`: a new version of a secret, which is made if need be. */
export function addVaultSecret({ state, clock }: Emulator, body: JsonObject): Answer {
  const { secretIdentifier } = body;
  if (typeof secretIdentifier !== "string") {
    return controlError(
      'Send {"secretIdentifier":"https://kv.vault.azure.net/secrets/name","data":"…","password":"…"}.',
    );
  }
  return withRefusalsExplained(() => {
    const identifier = parseSecretIdentifier(secretIdentifier);
    const { version, facts } = state.keyVaults.addVersion(identifier, readUploadedCertificate(body), clock.nowMs());
    const base = `${identifier.vault}/secrets/${identifier.name}`;
    return {
      status: 201,
      body: { version, secretIdentifier: base, versionedIdentifier: `${base}/${version}`, ...facts },
    };
  });
}

/** `{ secretIdentifier }`: the secret is gone, so that refreshes fail. */
export function deleteVaultSecret({ state }: Emulator, { secretIdentifier }: JsonObject): Answer {
  if (typeof secretIdentifier !== "string") return controlError('Send {"secretIdentifier":"https://…"}.');
  return withRefusalsExplained(() => {
    state.keyVaults.deleteSecret(parseSecretIdentifier(secretIdentifier));
    return { status: 204 };
  });
}

/** `{ vault, clientId, after? }`: the identity may read from now on, or after a while. With `"revoke": true` no longer. */
export function grantVaultAccess({ state, clock }: Emulator, { vault, clientId, after, revoke }: JsonObject): Answer {
  const afterMs = after === undefined ? 0 : readDurationMs(after);
  if (typeof vault !== "string" || typeof clientId !== "string" || afterMs === undefined) {
    return controlError(
      'Send {"vault":"https://kv.vault.azure.net","clientId":"…","after":"PT2M"}; after may be left out.',
    );
  }
  const base = vault.toLowerCase().replace(/\/+$/, "");
  if (revoke === true) state.keyVaults.revoke(base, clientId);
  else state.keyVaults.grant(base, clientId, clock.nowMs() + afterMs);
  return { status: 204 };
}

function findServiceById(emulator: Emulator, id: string): ServiceRecord | undefined {
  const parts =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)\/?$/i;
  const [, subscriptionId, resourceGroupName, serviceName] = parts.exec(id) ?? [];
  if (subscriptionId === undefined || resourceGroupName === undefined || serviceName === undefined) return undefined;
  return emulator.state.findService({ subscriptionId, resourceGroupName, serviceName });
}

/**
 * `{ service, resourceId?, clientId?, after? }`: gives a service an identity, at once or after a while. Without `resourceId`
 * it is the system-assigned one. Answers its ids.
 */
export function assignIdentity(emulator: Emulator, { service: id, resourceId, clientId, after }: JsonObject): Answer {
  const afterMs = after === undefined ? 0 : readDurationMs(after);
  const service = typeof id === "string" ? findServiceById(emulator, id) : undefined;
  if (service === undefined || afterMs === undefined) {
    return controlError(
      'Send {"service":"<resource id>","resourceId":"…","clientId":"…","after":"PT2M"}; the last three may be left out.',
    );
  }
  const userAssigned = typeof resourceId === "string" ? resourceId : undefined;
  const identity = newIdentity(service.name, userAssigned, typeof clientId === "string" ? clientId : undefined);
  identity.availableFromMs = emulator.clock.nowMs() + afterMs;
  service.identities = [
    ...service.identities.filter((known) => known.resourceId?.toLowerCase() !== userAssigned?.toLowerCase()),
    identity,
  ];
  return { status: 201, body: { clientId: identity.clientId, principalId: identity.principalId } };
}
