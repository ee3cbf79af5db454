import type { ArmErrorSummary } from "../arm/client";
import { ArmError } from "../errors";

// The resource, its service or its resource group. A missing subscription or provider has another code, and is an error.
const GONE_CODES = new Set(["ResourceNotFound", "ResourceGroupNotFound", "ParentResourceNotFound"]);

/** Whether an error says that what was asked for is not there, as opposed to "you may not see it" or "there is no such subscription". */
export function isGone(error: unknown): boolean {
  if (!(error instanceof ArmError)) return false;
  return (error.status === 404 && GONE_CODES.has(error.code)) || isMissingGateway(error);
}

/** Whether a child operation's answer says that its gateway is not there: 400 in recorded traffic, where 404 would be expected. */
export function isMissingGateway(error: ArmErrorSummary): boolean {
  const namesGateway = error.details.some(
    ({ target, message }) => target === "gwid" && /not found/i.test(message ?? ""),
  );
  return (error.status === 400 && namesGateway) || (error.status === 404 && /gateway not found/i.test(error.message));
}

/** For `catch`: undefined when what was asked for is not there; any other error goes on. */
export function undefinedWhenGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}
