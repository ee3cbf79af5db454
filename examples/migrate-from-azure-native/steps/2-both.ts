import { readFileSync } from "node:fs";
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "pulumi-apim-credentials";

const config = new pulumi.Config();
const place = { resourceGroupName: config.require("resourceGroup"), serviceName: config.require("service") };

const old = new apimanagement.Certificate(
  "backend-client",
  {
    ...place,
    certificateId: "backend-client",
    data: pulumi.secret(readFileSync(config.require("certificateFile"), "base64")),
    password: config.requireSecret("certificatePassword"),
  },
  // Taken out of the program later, it stays in Azure.
  { retainOnDelete: true },
);

const certificate = new Certificate(
  "backend-client",
  {
    ...place,
    certificateId: "backend-client",
    dataFile: config.require("certificateFile"),
    passwordEnv: "CLIENT_PFX_PASSWORD",
    adoptExisting: true,
  },
  { dependsOn: old },
);

export const thumbprint = certificate.thumbprint;
