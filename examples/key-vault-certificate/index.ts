import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "pulumi-apim-credentials";

const config = new pulumi.Config();
const resourceGroupName = config.require("resourceGroup");
const vault = keyvault.getVaultOutput({ resourceGroupName, vaultName: config.require("vault") });

// Who reads the vault: an identity of its own, so that it has access before the service exists.
const reader = new managedidentity.UserAssignedIdentity("apim-vault-reader", {
  resourceGroupName,
  resourceName: "apim-vault-reader",
});

const KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
const { subscriptionId } = authorization.getClientConfigOutput();
const access = new authorization.RoleAssignment("apim-reads-vault", {
  scope: vault.id,
  principalId: reader.principalId,
  principalType: "ServicePrincipal",
  roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${KEY_VAULT_SECRETS_USER}`,
});

const service = new apimanagement.ApiManagementService("apim", {
  resourceGroupName,
  serviceName: config.require("service"),
  publisherName: "Contoso",
  publisherEmail: "ops@contoso.com",
  sku: { name: "Developer", capacity: 1 },
  identity: { type: "UserAssigned", userAssignedIdentities: reader.id.apply((id) => ({ [id]: {} })) },
});
const place = { resourceGroupName, serviceName: service.name };

const certificate = new Certificate(
  "backend-client",
  {
    ...place,
    keyVault: {
      // The vault's address ends in a slash. No version: with one, API Management would never fetch a renewal.
      secretIdentifier: pulumi.interpolate`${vault.properties.vaultUri}secrets/${config.require("certificate")}`,
      identityClientId: reader.clientId,
    },
  },
  // A role assignment takes minutes to arrive; the certificate waits for it.
  { dependsOn: access },
);

// By its id, which stays when Azure renews the certificate; a thumbprint would have to follow.
const backend = new apimanagement.Backend("orders", {
  ...place,
  backendId: "orders",
  protocol: "http",
  url: "https://orders.contoso.com",
  credentials: { certificateIds: [certificate.id] },
});

export const { thumbprint, expirationDate } = certificate;
export const lastReadOfVault = certificate.keyVault.apply((source) => source?.lastStatus?.code);
export const backendId = backend.id;
