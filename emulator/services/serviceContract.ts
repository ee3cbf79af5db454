import { certificateEntityTag } from "../arm/entityTags";
import { identityContract } from "../keyVault/serviceIdentities";
import { serviceResourceId, type ServiceRecord } from "../state/emulatorState";

/** A service as ARM answers it; the properties are those of the stable contract that clients read (assumed beyond what was sent). */
export function serviceContract(service: ServiceRecord, tenantId: string): Record<string, unknown> {
  const host = service.name.toLowerCase();
  const identity = identityContract(service, tenantId);
  return {
    etag: certificateEntityTag(service.revision).slice(1, -1),
    id: serviceResourceId(service),
    name: service.name,
    type: "Microsoft.ApiManagement/service",
    tags: service.tags,
    location: service.location,
    sku: service.sku,
    ...(identity === undefined ? {} : { identity }),
    properties: {
      notificationSenderEmail: "apimgmt-noreply@mail.windowsazure.com",
      ...service.properties,
      provisioningState: "Succeeded",
      targetProvisioningState: "",
      createdAtUtc: service.createdAt,
      gatewayUrl: `https://${host}.azure-api.net`,
      managementApiUrl: `https://${host}.management.azure-api.net`,
      platformVersion: "stv2",
    },
  };
}
