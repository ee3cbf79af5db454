import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "pulumi-apim-credentials";

// The end of the way; steps/ has the two programs before it.
const config = new pulumi.Config();

const certificate = new Certificate("backend-client", {
  resourceGroupName: config.require("resourceGroup"),
  serviceName: config.require("service"),
  certificateId: "backend-client",
  dataFile: config.require("certificateFile"),
  passwordEnv: "CLIENT_PFX_PASSWORD",
});

export const thumbprint = certificate.thumbprint;
