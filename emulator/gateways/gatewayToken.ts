import { createHmac } from "node:crypto";

/** `yyyyMMddHHmm` in UTC (recorded). */
function minuteStamp(expiry: Date): string {
  return expiry.toISOString().slice(0, 16).replace(/[-T:]/g, "");
}

/** The instant a token's stamp stands for; undefined when it is none. */
export function parseMinuteStamp(stamp: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1);
  const expiry = new Date(`${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:00Z`);
  return Number.isNaN(expiry.getTime()) ? undefined : expiry;
}

/**
 * `{gatewayId}&{yyyyMMddHHmm}&{88 characters}`: the same key and minute give the same token (recorded).
 * What exactly is signed is not public; HMAC-SHA512 over id and stamp with the key's 64 bytes is assumed.
 */
export function createGatewayToken(gatewayId: string, key: string, expiry: Date): string {
  const stamp = minuteStamp(expiry);
  const signature = createHmac("sha512", Buffer.from(key, "base64")).update(`${gatewayId}\n${stamp}`).digest("base64");
  return `${gatewayId}&${stamp}&${signature}`;
}
