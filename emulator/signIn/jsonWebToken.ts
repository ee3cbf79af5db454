import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";

/** A JSON Web Token taken apart; nothing about it has been checked. */
export interface ReadToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signedPart: string;
  readonly signature: Buffer;
}

function readPart(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function readToken(token: string): ReadToken | undefined {
  const parts = token.split(".");
  const [header, claims] = [readPart(parts[0]), readPart(parts[1])];
  if (parts.length !== 3 || header === undefined || claims === undefined) return undefined;
  return {
    header,
    claims,
    signedPart: `${parts[0] ?? ""}.${parts[1] ?? ""}`,
    signature: Buffer.from(parts[2] ?? "", "base64url"),
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Signs with RS256, as Entra does. */
export function signToken(claims: object, key: { readonly privateKey: KeyObject; readonly keyId: string }): string {
  const signedPart = `${encode({ typ: "JWT", alg: "RS256", kid: key.keyId, x5t: key.keyId })}.${encode(claims)}`;
  return `${signedPart}.${sign("sha256", Buffer.from(signedPart), key.privateKey).toString("base64url")}`;
}

const pssPadding = 6;

/** Whether an RSA key signed it, with RS256 or with PS256 (which newer clients choose for their assertions). */
export function isSignedBy({ header, signedPart, signature }: ReadToken, key: KeyObject): boolean {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  const padding = header.alg === "PS256" ? { padding: pssPadding, saltLength: 32 } : {};
  return (
    (header.alg === "RS256" || header.alg === "PS256") &&
    verify("sha256", Buffer.from(signedPart), { key: publicKey, ...padding }, signature)
  );
}

/** `exp` and `nbf` against the clock, with no leeway. */
export function timeVerdict({ claims }: ReadToken, nowMs: number): "valid" | "expired" | "not-yet-valid" {
  const { exp, nbf } = claims;
  if (typeof exp !== "number" || exp * 1000 <= nowMs) return "expired";
  return typeof nbf === "number" && nbf * 1000 > nowMs + 300_000 ? "not-yet-valid" : "valid";
}
