import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { Certificate, GatewayKeyRotation, GatewayToken } from "pulumi-apim-credentials";

const config = new pulumi.Config();
const resourceGroupName = config.require("resourceGroup");

const service = new apimanagement.ApiManagementService("apim", {
  resourceGroupName,
  serviceName: config.require("service"),
  publisherName: "Contoso",
  publisherEmail: "ops@contoso.com",
  sku: { name: "Developer", capacity: 1 },
});
// The name that Azure answers, not the one in the configuration: so everything here waits for the service.
const place = { resourceGroupName, serviceName: service.name };

const certificate = new Certificate("backend-client", {
  ...place,
  dataFile: config.require("certificateFile"),
  passwordEnv: "CLIENT_PFX_PASSWORD",
});

// Known in preview: a renewed file shows here, too. A certificate from Key Vault is named by its id instead.
new apimanagement.Backend("orders", {
  ...place,
  backendId: "orders",
  protocol: "http",
  url: "https://orders.contoso.com",
  credentials: { certificate: [certificate.thumbprint] },
});

const gateway = new apimanagement.Gateway("edge", {
  ...place,
  gatewayId: "edge",
  locationData: { name: "Amsterdam" },
});
const edge = { ...place, gatewayId: gateway.name };

const rotation = new GatewayKeyRotation("edge", { ...edge, keyType: "alternate", rotateEvery: "P14D" });

const token = new GatewayToken("edge", {
  ...edge,
  keyType: rotation.activeKeyType,
  triggers: rotation.rotationCount,
});

export const thumbprint = certificate.thumbprint;
/** What the gateway's container reads as `config.service.auth`. Secret. */
export const gatewayAuth = pulumi.interpolate`GatewayKey ${token.token}`;
