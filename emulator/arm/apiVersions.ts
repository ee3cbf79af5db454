import { ArmRefusal } from "./armRefusal";

/**
 * Versions of Microsoft.ApiManagement that are served: 2021-08-01 is the oldest (published facts); the later ones as Azure lists
 * them in its own refusal (Azure/bicep-types-az#2301), and 2024-05-01 with its preview since.
 */
export const servedApiVersions: readonly string[] = [
  "2021-08-01",
  "2021-12-01-preview",
  "2022-04-01-preview",
  "2022-08-01",
  "2022-09-01-preview",
  "2023-03-01-preview",
  "2023-05-01-preview",
  "2023-09-01-preview",
  "2024-05-01",
  "2024-06-01-preview",
];

const wellFormed = /^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/i;

function requireWellFormed(apiVersion: string | undefined): string {
  if (apiVersion === undefined || apiVersion === "") {
    throw new ArmRefusal(400, {
      code: "MissingApiVersionParameter",
      message: "The api-version query parameter (?api-version=) is required for all requests.",
    });
  }
  if (!wellFormed.test(apiVersion)) {
    throw new ArmRefusal(400, {
      code: "InvalidApiVersionParameter",
      message: `The api-version '${apiVersion}' is invalid. The supported versions are '${servedApiVersions.join(",")}'.`,
    });
  }
  return apiVersion.toLowerCase();
}

/** ARM's own operations (subscription, resource group, providers): any well-formed version is served (assumed). */
export function checkArmApiVersion(apiVersion: string | undefined): void {
  requireWellFormed(apiVersion);
}

/** Operations of the API Management provider; code and wording as in Azure/bicep-types-az#2301. */
export function checkApiManagementApiVersion(apiVersion: string | undefined, type: string): void {
  const wanted = requireWellFormed(apiVersion);
  if (!servedApiVersions.includes(wanted)) {
    throw new ArmRefusal(400, {
      code: "NoRegisteredProviderFound",
      message: `No registered resource provider found for location 'westus' and API version '${wanted}' for type '${type}'. The supported api-versions are '${servedApiVersions.join(", ")}'. The supported locations are 'westus'.`,
    });
  }
}

/** A service may set a floor (`apiVersionConstraint.minApiVersion`); wording as in projectkudu/AzureResourceExplorer#371, code assumed. */
export function checkServiceFloor(apiVersion: string | undefined, minApiVersion: string | undefined): void {
  if (
    minApiVersion === undefined ||
    apiVersion === undefined ||
    apiVersion.slice(0, 10) >= minApiVersion.slice(0, 10)
  ) {
    return;
  }
  const allowed = servedApiVersions.filter((version) => version.slice(0, 10) >= minApiVersion.slice(0, 10));
  throw new ArmRefusal(400, {
    code: "ApiVersionNotAllowed",
    message: `The service is configured to allow management requests only with the following api-version values: ${allowed.join(", ")}`,
  });
}
