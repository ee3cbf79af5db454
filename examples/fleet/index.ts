import * as pulumi from "@pulumi/pulumi";
import { GatewayKeyRotation, GatewayToken } from "pulumi-apim-credentials";

// One service of the fleet: fleet.ts fills this in, from services.json.
const config = new pulumi.Config();
const service = {
  subscriptionId: config.require("subscription"),
  resourceGroupName: config.require("resourceGroup"),
  serviceName: config.require("service"),
};

/** What each gateway's container reads as `config.service.auth`. Secret. */
export const gatewayAuth: Record<string, pulumi.Output<string>> = {};

for (const gatewayId of config.requireObject<string[]>("gateways")) {
  const rotation = new GatewayKeyRotation(gatewayId, {
    ...service,
    gatewayId,
    // What is deployed works until the rotation after this one: the fleet has until then to take the new tokens over.
    keyType: "alternate",
    // One of the two: a name that is changed for the whole fleet at once, or a period that each gateway counts for itself.
    triggers: config.get("rotation"),
    rotateEvery: config.get("rotateEvery"),
  });
  const token = new GatewayToken(gatewayId, {
    ...service,
    gatewayId,
    keyType: rotation.activeKeyType,
    triggers: rotation.rotationCount,
  });
  gatewayAuth[gatewayId] = pulumi.interpolate`GatewayKey ${token.token}`;
}
