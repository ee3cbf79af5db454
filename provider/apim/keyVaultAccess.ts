import type { ArmErrorSummary } from "../arm/client";

interface Entry {
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
}

/**
 * What a certificate from Key Vault waits for, when an answer says that the service's identity or its access is not there yet:
 * both arrive minutes after they were granted. Undefined when the error is about something else, such as a secret that does not exist.
 */
export function awaitedKeyVaultAccess(error: ArmErrorSummary): string | undefined {
  if (error.status !== 400 && error.status !== 403) return undefined;
  const entries: readonly Entry[] = [error, ...error.details];
  if (entries.some(isUnknownIdentity)) return "the managed identity to be known to the service";
  return entries.some(isDeniedByKeyVault) ? "the identity's access to the Key Vault secret" : undefined;
}

// Azure/apiops#214; hashicorp/terraform-provider-azurerm#7909.
function isUnknownIdentity({ message = "", target }: Entry): boolean {
  if (target === "identityClientId" && /managed identity/i.test(message)) return true;
  return /managed service identity .* is not enabled on the service/i.test(message);
}

function isDeniedByKeyVault({ code = "", message = "" }: Entry): boolean {
  if (!/key ?vault/i.test(message)) return false;
  return code === "Forbidden" || /access denied|forbidden|not authorized|has secrets\/get permission/i.test(message);
}
