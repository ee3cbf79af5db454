import { createHash } from "node:crypto";
import { ArmRefusal, validationError } from "../arm/armRefusal";
import { isJsonObject, type JsonObject } from "../arm/requestBody";
import type { ServiceIdentity, ServiceRecord } from "../state/emulatorState";

/** The same resource has the same ids on every service, as in Azure; the ids themselves are made up. */
function madeUpGuid(seed: string): string {
  const hex = createHash("sha256").update(seed.toLowerCase()).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function newIdentity(owner: string, resourceId: string | undefined, clientId?: string): ServiceIdentity {
  const seed = resourceId ?? owner;
  return {
    resourceId,
    clientId: clientId ?? madeUpGuid(`client ${seed}`),
    principalId: madeUpGuid(`principal ${seed}`),
    availableFromMs: 0,
  };
}

/** The identities that a service's `identity` asks for; those that were there keep their ids. */
export function identitiesOf(
  identity: JsonObject | undefined,
  service: Pick<ServiceRecord, "name" | "identities">,
): ServiceIdentity[] {
  const type = identity?.type;
  if (typeof type !== "string") return [];
  const wanted: (string | undefined)[] = [];
  if (/SystemAssigned/i.test(type)) wanted.push(undefined);
  const assigned = identity?.userAssignedIdentities;
  if (/UserAssigned/i.test(type) && isJsonObject(assigned)) wanted.push(...Object.keys(assigned));
  return wanted.map(
    (resourceId) =>
      service.identities.find((known) => known.resourceId?.toLowerCase() === resourceId?.toLowerCase()) ??
      newIdentity(service.name, resourceId),
  );
}

/** `identity` as ARM answers it, with the ids filled in; undefined where the service has none. */
export function identityContract(service: ServiceRecord, tenantId: string): Record<string, unknown> | undefined {
  const system = service.identities.find(({ resourceId }) => resourceId === undefined);
  const users = service.identities.filter(({ resourceId }) => resourceId !== undefined);
  if (system === undefined && users.length === 0) return undefined;
  const type = [system === undefined ? [] : ["SystemAssigned"], users.length === 0 ? [] : ["UserAssigned"]].flat();
  return {
    type: type.join(", "),
    ...(system === undefined ? {} : { principalId: system.principalId, tenantId }),
    ...(users.length === 0
      ? {}
      : {
          userAssignedIdentities: Object.fromEntries(
            users.map(({ resourceId, principalId, clientId }) => [resourceId, { principalId, clientId }]),
          ),
        }),
  };
}

/**
 * The identity that reads the secret: the system-assigned one, or the one with that client id.
 * @throws ArmRefusal as hashicorp/terraform-provider-azurerm#7909 (none at all) and Azure/apiops#214 (unknown client id) show it.
 */
export function chooseIdentity(
  service: ServiceRecord,
  { identityClientId, secretIdentifier }: { identityClientId: string | null; secretIdentifier: string },
  nowMs: number,
): ServiceIdentity {
  const present = service.identities.filter(({ availableFromMs }) => availableFromMs <= nowMs);
  const chosen = present.find(({ resourceId, clientId }) =>
    identityClientId === null
      ? resourceId === undefined
      : resourceId !== undefined && clientId.toLowerCase() === identityClientId.toLowerCase(),
  );
  if (chosen !== undefined) return chosen;
  if (identityClientId === null) {
    throw new ArmRefusal(400, {
      code: "InvalidOperation",
      message: `Managed Service Identity (http://aka.ms/apimmsi) is not enabled on the service, which is required to access KeyVault ${secretIdentifier}`,
    });
  }
  throw validationError({
    target: "identityClientId",
    message: `Can not find Managed Identity with provided IdentityClientId : ${identityClientId}. For more information please see aka.ms/apimmsi.`,
  });
}
