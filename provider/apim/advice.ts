import type { ArmErrorSummary } from "../arm/client";
import { isMissingGateway } from "./gone";
import { awaitedKeyVaultAccess } from "./keyVaultAccess";
import { parseResourceId } from "./resourceId";

/** What to do about an error of API Management; undefined where ARM's own words say enough. */
export function advise(resourceId: string, error: ArmErrorSummary): string | undefined {
  const { subscriptionId, resourceGroupName, serviceName, gatewayId } = parseResourceId(resourceId);
  const service = `API Management service "${serviceName}" in resource group "${resourceGroupName}"`;
  if (gatewayId !== undefined && isMissingGateway(error)) {
    return `There is no self-hosted gateway "${gatewayId}" in ${service} (subscription ${subscriptionId}). Check gatewayId, or create the gateway first.`;
  }
  if (hasCode(error, "MethodNotAllowedInPricingTier")) {
    return `The pricing tier of ${service} does not have this. Self-hosted gateways need Developer or Premium.`;
  }
  if (awaitedKeyVaultAccess(error) !== undefined) {
    return `Give the identity that is named above the role "Key Vault Secrets User" on the vault, and assign it to ${service}; keyVault.identityClientId is the identity's client id, not its resource id or principal id.`;
  }
  if (["AuthorizationFailed", "LinkedAuthorizationFailed", "http-403"].includes(error.code)) {
    return `Ask for the role "API Management Service Contributor" on ${service}, or for a role with the action that was refused. A new role assignment takes a few minutes; after it, sign in again.`;
  }
  if (error.status === 404 && error.code === "ResourceNotFound" && serviceIsNamed(error, serviceName)) {
    return `There is no ${service} (subscription ${subscriptionId}). Check serviceName, resourceGroupName and the subscription.`;
  }
  return undefined;
}

function serviceIsNamed(error: ArmErrorSummary, serviceName: string): boolean {
  return error.message.toLowerCase().includes(`microsoft.apimanagement/service/${serviceName.toLowerCase()}'`);
}

function hasCode(error: ArmErrorSummary, code: string): boolean {
  return error.code === code || error.details.some((detail) => detail.code === code);
}
