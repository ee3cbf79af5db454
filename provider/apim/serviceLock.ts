import type { ArmErrorSummary } from "../arm/client";

// Each seen in the wild while another operation held the service: Azure/apiops#379 #497 #689, pulumi/pulumi-azure-native#903 #4693.
const LOCK_CODES = new Set([
  "pessimisticconcurrencyconflict",
  "anotheroperationinprogress",
  "operationinprogress",
  "transienterror",
  "managementapirequestfailed",
]);

/** Whether an error says that another operation holds the service: this one was not begun and can be repeated. */
export function isServiceLocked(error: ArmErrorSummary): boolean {
  if (error.status !== 409 && error.status !== 422) return false;
  const codes = [error.code, ...error.details.map(({ code }) => code ?? "")].map((code) => code.toLowerCase());
  if (codes.some((code) => LOCK_CODES.has(code))) return true;
  return error.status === 409 && codes.includes("conflict") && /in progress/i.test(error.message);
}
