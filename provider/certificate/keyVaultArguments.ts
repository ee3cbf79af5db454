import type { ArgumentReader } from "../argumentReader";
import { quoted } from "../quoted";
import { isUnknown } from "../unknown";
import type { KeyVaultInputs } from "./state";

const SECRET_PATH = /^\/secrets\/[0-9A-Za-z-]{1,127}(?:\/(?<version>[0-9A-Za-z]+))?\/?$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A versioned identifier is never refreshed by API Management. */
export function isVersioned(secretIdentifier: string): boolean {
  return (
    URL.canParse(secretIdentifier) &&
    SECRET_PATH.exec(new URL(secretIdentifier).pathname)?.groups?.version !== undefined
  );
}

export function checkKeyVault(reader: ArgumentReader, keyVault: unknown): KeyVaultInputs | undefined {
  if (keyVault === undefined || keyVault === null) return undefined;
  if (isUnknown(keyVault) && typeof keyVault === "string") return keyVault as unknown as KeyVaultInputs;
  if (typeof keyVault !== "object" || Array.isArray(keyVault)) {
    return reader.fail(
      "keyVault",
      "must be a map with secretIdentifier and, for a user-assigned identity, identityClientId",
    );
  }
  const { secretIdentifier, identityClientId } = keyVault as Record<string, unknown>;
  const problems = [
    ["keyVault.secretIdentifier", secretProblem(secretIdentifier)],
    ["keyVault.identityClientId", identityProblem(identityClientId)],
  ] as const;
  for (const [argument, problem] of problems) if (problem !== undefined) reader.fail(argument, problem);
  return {
    secretIdentifier: secretIdentifier as string,
    identityClientId: (identityClientId ?? undefined) as string | undefined,
  };
}

function secretProblem(value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  const expected =
    "expected https://VAULT.vault.azure.net/secrets/NAME, without a version so that renewals arrive by themselves";
  if (typeof value !== "string" || value === "") return `is missing; ${expected}`;
  if (!URL.canParse(value) || new URL(value).protocol !== "https:")
    return `${quoted(value)} is not an https address; ${expected}`;
  const { pathname } = new URL(value);
  if (pathname.startsWith("/certificates/")) {
    return `${quoted(value)} names the vault's certificate object; API Management reads its secret: replace /certificates/ by /secrets/`;
  }
  return SECRET_PATH.test(pathname) ? undefined : `${quoted(value)} is not a secret's identifier; ${expected}`;
}

function identityProblem(value: unknown): string | undefined {
  if (value === undefined || value === null || isUnknown(value)) return undefined;
  if (typeof value === "string" && GUID.test(value)) return undefined;
  if (typeof value === "string" && value.toLowerCase().includes("/userassignedidentities/")) {
    return "is the identity's resource id; give its client id (azure-native: identity.clientId)";
  }
  return "is not a GUID; give the client id of a user-assigned identity, or leave it out for the service's own identity";
}
