import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "pulumi-apim-credentials";

const config = new pulumi.Config();

const certificate = new Certificate("backend-client", {
  resourceGroupName: config.require("resourceGroup"),
  serviceName: config.require("service"),
  // Read from this folder when Pulumi runs; its bytes never enter the state, and neither does the password.
  dataFile: config.require("certificateFile"),
  passwordEnv: "CLIENT_PFX_PASSWORD",
  expiryWarningDays: 45,
});

export const thumbprint = certificate.thumbprint;
export const expirationDate = certificate.expirationDate;
