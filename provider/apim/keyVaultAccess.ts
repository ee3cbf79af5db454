import type { ArmErrorSummary } from "../arm/client";

/**
 * What a certificate from Key Vault waits for, when an answer says that the service's identity or its access is not there yet:
 * both arrive minutes after they were granted. Undefined when the error is about something else.
 */
export function awaitedKeyVaultAccess(error: ArmErrorSummary): string | undefined {
  if (error.status !== 400 && error.status !== 403) return undefined;
  const entries = [{ code: error.code, message: error.message, target: undefined }, ...error.details];
  if (entries.some(({ target, message }) => target === "identityClientId" && /managed identity/i.test(message ?? ""))) {
    return "the managed identity to be known to the service";
  }
  const denied =
    /\b(access denied|forbidden|does not have secrets get permission|not authorized|caller is not authorized)\b/i;
  const aboutKeyVault = /key ?vault/i;
  const isDenied = entries.some(({ code, message }) => {
    const text = `${code ?? ""} ${message ?? ""}`;
    return aboutKeyVault.test(text) && denied.test(text);
  });
  return isDenied ? "the identity's access to the Key Vault secret" : undefined;
}
