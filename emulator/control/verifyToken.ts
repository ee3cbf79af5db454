import { timingSafeEqual } from "node:crypto";
import type { Answer } from "../arm/answer";
import type { JsonObject } from "../arm/requestBody";
import type { Emulator } from "../emulator";
import { createGatewayToken, parseMinuteStamp } from "../gateways/gatewayToken";
import type { GatewayRecord } from "../state/emulatorState";
import { controlError } from "./controlAnswer";

type Verdict =
  | { valid: true; keyType: "primary" | "secondary"; expiresAt: string }
  | { valid: false; reason: "malformed" | "unknown-gateway" | "wrong-key" | "expired" };

function signedBy(token: string, gateway: GatewayRecord, expiry: Date): "primary" | "secondary" | undefined {
  return (["primary", "secondary"] as const).find((keyType) => {
    const expected = Buffer.from(createGatewayToken(gateway.name, gateway.keys[keyType], expiry));
    const actual = Buffer.from(token);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}

function judge(emulator: Emulator, gatewayId: string, token: string): Verdict {
  const [tokenGatewayId, stamp, signature] = token.split("&");
  const expiry = parseMinuteStamp(stamp ?? "");
  if (expiry === undefined || signature === undefined) return { valid: false, reason: "malformed" };
  const key = gatewayId.toLowerCase();
  const gateways = [...emulator.state.services.values()].flatMap((service) => service.gateways.get(key) ?? []);
  if (gateways.length === 0 || tokenGatewayId?.toLowerCase() !== key)
    return { valid: false, reason: "unknown-gateway" };
  for (const gateway of gateways) {
    const keyType = signedBy(token, gateway, expiry);
    if (keyType === undefined) continue;
    if (expiry.getTime() <= emulator.clock.nowMs()) return { valid: false, reason: "expired" };
    return { valid: true, keyType, expiresAt: expiry.toISOString() };
  }
  return { valid: false, reason: "wrong-key" };
}

/** For those who write a fake gateway: whether a gateway of that id would be let in with that token now. */
export function verifyToken(emulator: Emulator, body: JsonObject): Answer {
  const { gatewayId, token } = body;
  if (typeof gatewayId !== "string" || typeof token !== "string") {
    return controlError('Send {"gatewayId":"…","token":"…"}.');
  }
  return { status: 200, body: judge(emulator, gatewayId, token) };
}
