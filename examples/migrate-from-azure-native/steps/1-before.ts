import { readFileSync } from "node:fs";
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const certificate = new apimanagement.Certificate("backend-client", {
  resourceGroupName: config.require("resourceGroup"),
  serviceName: config.require("service"),
  certificateId: "backend-client",
  data: pulumi.secret(readFileSync(config.require("certificateFile"), "base64")),
  password: config.requireSecret("certificatePassword"),
});

export const thumbprint = certificate.thumbprint;
