import { isGone } from "./gone";
import { call, type Target } from "./call";
import type { GatewayContract, GatewayKeysContract, KeyType } from "./contracts";
import { promisedText, readGateway, readGatewayKeys } from "./readContract";

/**
 * Gateway_Get.
 *
 * @returns undefined when the gateway, its service or its resource group is not there. A missing subscription or right is an error.
 */
async function get(
  target: Target,
): Promise<{ readonly etag: string | undefined; readonly contract: GatewayContract } | undefined> {
  const operation = "Gateway get";
  try {
    const response = await call(target, { operation, method: "GET", repeatability: "safe", expect: [200] });
    return { etag: response.etag, contract: readGateway({ operation, resourceId: target.resourceId, response }) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Gateway_ListKeys, with the gateway's ETag, which each regenerateKey raises. */
async function listKeys(target: Target): Promise<GatewayKeysContract & { readonly etag: string | undefined }> {
  const operation = "Gateway list keys";
  const response = await call(target, {
    operation,
    method: "POST",
    action: "/listKeys",
    repeatability: "safe",
    expect: [200],
  });
  return { ...readGatewayKeys({ operation, resourceId: target.resourceId, response }), etag: response.etag };
}

/**
 * Gateway_RegenerateKey. Sent again only after an answer that says it was not carried out (429, a locked service).
 *
 * @throws ArmError or TransportError whose `requestWasSent` is `maybe`: whether the key was regenerated must be settled by `listKeys`.
 */
async function regenerateKey(target: Target & { readonly keyType: KeyType }): Promise<void> {
  const operation = "Gateway regenerate key";
  await call(target, {
    operation,
    method: "POST",
    action: "/regenerateKey",
    body: { keyType: target.keyType },
    repeatability: "look-first",
    expect: [200, 204],
  });
}

/** Gateway_GenerateToken. The same key and expiry minute give the same token, so it is safe to repeat. */
async function generateToken(
  target: Target & {
    readonly keyType: KeyType;
    /** `yyyy-MM-ddTHH:mm:ssZ`, at most 30 days ahead. */ readonly expiry: string;
  },
): Promise<string> {
  const operation = "Gateway generate token";
  const { keyType, expiry, resourceId } = target;
  const response = await call(target, {
    operation,
    method: "POST",
    action: "/generateToken",
    body: { keyType, expiry },
    repeatability: "safe",
    expect: [200],
  });
  return promisedText({ operation, resourceId, response }, "value");
}

/** The operations on one self-hosted gateway. Each throws ArmError, TransportError or AuthenticationError. */
export const gateways = { get, listKeys, regenerateKey, generateToken };
