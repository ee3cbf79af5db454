import type { ArmErrorSummary } from "./client";

const BY_CODE: Readonly<Record<string, string>> = {
  SubscriptionNotFound:
    "Check the subscription's id, and that whoever is signed in can see it: it may belong to another tenant.",
  InvalidSubscriptionId: "Check the subscription's id.",
  InvalidAuthenticationTokenTenant:
    "The token is from another tenant than the subscription's. Set azure-native:tenantId (ARM_TENANT_ID), or with the Azure CLI run `az login --tenant …`.",
  ExpiredAuthenticationToken: "Sign in again.",
  MissingSubscriptionRegistration:
    "Run `az provider register --namespace Microsoft.ApiManagement` once for this subscription.",
  InvalidApiVersionParameter: "Set apim-credentials:apiVersion to a version that is named above.",
  ScopeLocked: "A lock on the resource, its group or its subscription forbids this: see `az lock list`.",
  ReadOnlyDisabledSubscription: "The subscription is disabled and can only be read.",
};

/** What to do about an error that any resource of Azure could have; undefined where there is nothing to add. */
export function adviseOnArm(error: ArmErrorSummary, hasRequestId: boolean): string | undefined {
  const advice = BY_CODE[error.code];
  if (advice !== undefined) return advice;
  if (error.status === 407) return "The proxy in HTTPS_PROXY asks for credentials: write them into its URL.";
  // Azure's own front door and every resource provider send one.
  if (!hasRequestId)
    return "The answer has no x-ms-request-id, so it may not be Azure's: check HTTPS_PROXY and the network.";
  if (error.status === 401) return "The token was refused. Sign in again, and check the tenant.";
  if (error.status >= 500) return "Try again later; Microsoft's support asks for the x-ms-request-id.";
  return undefined;
}
