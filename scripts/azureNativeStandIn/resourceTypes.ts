import type { EmulatedAzure } from "./emulatedAzure";
import { madeUpGuid, SUBSCRIPTION, TENANT } from "./emulatedAzure";

export type Properties = Record<string, unknown>;

/** One type of azure-native's, as far as the examples use it. */
interface ResourceType {
  /** Arguments whose change replaces the resource. */
  readonly replaces: readonly string[];
  id(inputs: Properties): string;
  /** What only Azure knows. */
  outputs(id: string, inputs: Properties): Properties;
  /** What the emulator has to know of it; answers outputs that replace those above. */
  write?(azure: EmulatedAzure, id: string, inputs: Properties): Promise<Properties | undefined>;
  readonly isInEmulator?: true;
}

const nameOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
const text = (inputs: Properties, name: string): string => String(inputs[name]);
const groupId = (inputs: Properties): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${text(inputs, "resourceGroupName")}`;
const serviceId = (inputs: Properties): string =>
  `${groupId(inputs)}/providers/Microsoft.ApiManagement/service/${text(inputs, "serviceName")}`;
const child = (collection: string, idArgument: string): Pick<ResourceType, "replaces" | "id" | "outputs"> => ({
  replaces: ["resourceGroupName", "serviceName", idArgument],
  id: (inputs) => `${serviceId(inputs)}/${collection}/${text(inputs, idArgument)}`,
  outputs: (id) => ({ name: nameOf(id), type: `Microsoft.ApiManagement/service/${collection}` }),
});

const clientIdOf = (principalId: string): string => madeUpGuid(`client ${principalId}`);
const principalIdOf = (identityId: string): string => madeUpGuid(`principal ${identityId}`);

export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "azure-native:apimanagement:ApiManagementService": {
    replaces: ["resourceGroupName", "serviceName"],
    id: serviceId,
    outputs: (id) => ({
      name: nameOf(id),
      type: "Microsoft.ApiManagement/service",
      gatewayUrl: `https://${nameOf(id).toLowerCase()}.azure-api.net`,
    }),
    isInEmulator: true,
    write: async (azure, id, { sku, publisherEmail, publisherName, identity }) => {
      await azure.put(id, { location: "West Europe", sku, properties: { publisherEmail, publisherName } });
      const { userAssignedIdentities = {} } = (identity ?? {}) as { userAssignedIdentities?: Properties };
      for (const resourceId of Object.keys(userAssignedIdentities)) {
        const clientId = clientIdOf(principalIdOf(resourceId));
        await azure.control("identities", { service: id, resourceId, clientId });
      }
      return undefined;
    },
  },
  "azure-native:apimanagement:Gateway": {
    ...child("gateways", "gatewayId"),
    isInEmulator: true,
    write: async (azure, id, { locationData, description }) => {
      await azure.put(id, { properties: { locationData, description } });
      return undefined;
    },
  },
  "azure-native:apimanagement:Certificate": {
    ...child("certificates", "certificateId"),
    outputs: (id) => ({
      name: nameOf(id),
      type: "Microsoft.ApiManagement/service/certificates",
      thumbprint: "",
      subject: "",
      expirationDate: "",
    }),
    isInEmulator: true,
    write: async (azure, id, { data, password, keyVault }) => {
      const answer = await azure.put(id, { properties: { data, password, keyVault } });
      return answer.properties as Properties;
    },
  },
  "azure-native:apimanagement:Backend": child("backends", "backendId"),
  "azure-native:managedidentity:UserAssignedIdentity": {
    replaces: ["resourceGroupName", "resourceName"],
    id: (inputs) =>
      `${groupId(inputs)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${text(inputs, "resourceName")}`,
    outputs: (id) => ({
      name: nameOf(id),
      type: "Microsoft.ManagedIdentity/userAssignedIdentities",
      principalId: principalIdOf(id),
      clientId: clientIdOf(principalIdOf(id)),
      tenantId: TENANT,
    }),
  },
  "azure-native:authorization:RoleAssignment": {
    replaces: ["scope", "principalId", "roleDefinitionId"],
    id: (inputs) => {
      const name = madeUpGuid(["scope", "principalId", "roleDefinitionId"].map((key) => text(inputs, key)).join(" "));
      return `${text(inputs, "scope")}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    },
    outputs: (id) => ({ name: nameOf(id), type: "Microsoft.Authorization/roleAssignments" }),
    // A role assignment takes a while to arrive, in Azure as here.
    write: async (azure, _id, { scope, principalId }) => {
      const vault = `https://${nameOf(String(scope))}.vault.azure.net`;
      await azure.control("vault-access", { vault, clientId: clientIdOf(String(principalId)), after: "PT12S" });
      return undefined;
    },
  },
};

export const functions: Readonly<Record<string, (args: Properties) => Properties>> = {
  "azure-native:authorization:getClientConfig": () => ({
    clientId: madeUpGuid("client"),
    objectId: madeUpGuid("object"),
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
  }),
  "azure-native:keyvault:getVault": (args) => ({
    id: `${groupId(args)}/providers/Microsoft.KeyVault/vaults/${text(args, "vaultName")}`,
    name: text(args, "vaultName"),
    type: "Microsoft.KeyVault/vaults",
    properties: { vaultUri: `https://${text(args, "vaultName")}.vault.azure.net/`, tenantId: TENANT },
  }),
};
