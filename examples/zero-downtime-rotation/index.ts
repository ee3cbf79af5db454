import * as pulumi from "@pulumi/pulumi";
import { GatewayKeyRotation, GatewayToken } from "pulumi-apim-credentials";

const config = new pulumi.Config();
const gateway = {
  resourceGroupName: config.require("resourceGroup"),
  serviceName: config.require("service"),
  gatewayId: config.require("gateway"),
};

// Regenerates the key that is not in use and makes it the active one: what is deployed works until the rotation after.
const rotation = new GatewayKeyRotation("edge", {
  ...gateway,
  keyType: "alternate",
  rotateEvery: config.get("rotateEvery") ?? "P14D",
});

// Signed with the active key; a new one with each rotation, and before it expires where no rotation comes in time.
const token = new GatewayToken("edge", {
  ...gateway,
  keyType: rotation.activeKeyType,
  triggers: rotation.rotationCount,
});

/** What the gateway's container reads as `config.service.auth`. Secret. */
export const gatewayAuth = pulumi.interpolate`GatewayKey ${token.token}`;
export const tokenExpiresAt = token.expiresAt;
export const nextRotationAt = rotation.nextRotationAt;
