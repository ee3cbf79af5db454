import { Certificate, GatewayKeyRotation } from "pulumi-apim-credentials";

const service = { resourceGroupName: "contoso-rg", serviceName: "contoso-apim" };

const certificate = new Certificate("backend-client", { ...service, dataFile: process.env.CERTIFICATE_FILE ?? "" });

// The order of the picture; otherwise the two are independent.
new GatewayKeyRotation(
  "edge-key",
  { ...service, gatewayId: "edge", keyType: "primary", triggers: { release: process.env.RELEASE ?? "" } },
  { dependsOn: certificate },
);
