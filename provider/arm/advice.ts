import type { ArmErrorSummary, Repeatability } from "./client";
import { NOT_JSON, type Failure } from "./judge";
import type { FailureKind } from "./retryDecision";

const BY_CODE: Readonly<Record<string, string>> = {
  SubscriptionNotFound:
    "Check the subscription's id, and that whoever is signed in can see it: it may belong to another tenant.",
  InvalidSubscriptionId: "Check the subscription's id: it is a GUID, not the subscription's name.",
  InvalidAuthenticationTokenTenant:
    "The token is from another tenant than the subscription's. Set azure-native:tenantId (ARM_TENANT_ID), or with the Azure CLI run `az login --tenant …`.",
  ExpiredAuthenticationToken: "Sign in again.",
  MissingSubscriptionRegistration:
    "Run `az provider register --namespace Microsoft.ApiManagement` once for this subscription.",
  InvalidApiVersionParameter: "Set apim-credentials:apiVersion to a version that is named above.",
  ScopeLocked:
    "A lock on the resource, its group or its subscription forbids this: find it with `az lock list`, and have it removed if it may go.",
  ReadOnlyDisabledSubscription:
    "The subscription is disabled and can only be read: have it enabled again, or use another.",
};

const THROTTLED = "Run again later, with fewer resources at a time (`pulumi up --parallel 4`).";

const REPEAT = "Run again: what is there is looked at first.";

const BY_KIND: Partial<Record<FailureKind, string>> = {
  throttled: THROTTLED,
  locked: "Run again when the other operation on the service has ended.",
};

/** What to do about an error that any resource of Azure could have; undefined where there is nothing to add. */
export function adviseOnArm(
  error: ArmErrorSummary,
  { hasRequestId, kind }: { hasRequestId: boolean; kind: FailureKind },
): string | undefined {
  const advice = BY_CODE[error.code] ?? BY_KIND[kind];
  if (advice !== undefined) return advice;
  if (error.status === 407) return "The proxy in HTTPS_PROXY asks for credentials: write them into its URL.";
  // Azure's own front door and every resource provider send one.
  if (!hasRequestId)
    return "The answer has no x-ms-request-id, so it may not be Azure's: check HTTPS_PROXY and the network.";
  if (error.status === 401) return "The token was refused. Sign in again, and check the tenant.";
  if (error.status >= 500) return "Try again later; Microsoft's support asks for the x-ms-request-id.";
  return undefined;
}

/** What to do where no usable answer arrived; empty where the message says it already. */
export function adviseOnTransport({ outcome, unusable }: Failure, repeatability: Repeatability): string {
  if (outcome.kind === "answer") {
    if (outcome.status >= 300) return "Check azure-native:environment, azure-native:metadataHost and HTTPS_PROXY.";
    return unusable === NOT_JSON
      ? REPEAT
      : "Check HTTPS_PROXY and the network; if it stays so, report it with the request id.";
  }
  if (outcome.code === "throttled") return THROTTLED;
  if (outcome.requestWasSent === "no")
    return outcome.isPermanent ? "" : "Check the network and HTTPS_PROXY, then run again.";
  // Whoever sends a request that must not be repeated blindly looks, and says so.
  return repeatability === "safe" ? REPEAT : "";
}
