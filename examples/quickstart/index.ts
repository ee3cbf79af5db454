import * as pulumi from "@pulumi/pulumi";
import { Certificate, GatewayKeyRotation } from "pulumi-apim-credentials";

const config = new pulumi.Config();
const service = { resourceGroupName: config.require("resourceGroup"), serviceName: config.require("service") };

const certificate = new Certificate("backend-client", {
  ...service,
  dataFile: config.require("certificateFile"),
  passwordEnv: "CERTIFICATE_PASSWORD",
});

const gatewayKey = new GatewayKeyRotation("edge-key", {
  ...service,
  gatewayId: config.require("gateway"),
  keyType: "primary",
  triggers: { rotation: config.require("rotation") },
});

export const thumbprint = certificate.thumbprint;
export const activeKeyType = gatewayKey.activeKeyType;
