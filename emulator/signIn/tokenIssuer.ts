import { createHash, createPublicKey, generateKeyPair, randomUUID, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { EmulatorClock } from "../emulatorClock";
import { isSignedBy, readToken, signToken, timeVerdict } from "./jsonWebToken";

const lifetimeSeconds = 3599;

interface SigningKey {
  readonly privateKey: KeyObject;
  readonly keyId: string;
}

interface TokenRequest {
  readonly clientId: string;
  /** What the token is for: a scope without `/.default`. */
  readonly audience: string;
  readonly method: "secret" | "assertion" | "managed-identity";
}

export interface IssuedToken {
  readonly token: string;
  readonly expiresIn: number;
  readonly expiresOn: number;
  readonly notBefore: number;
}

/** Issues and checks access tokens; its key is made when the first one is needed. */
export class TokenIssuer {
  readonly #clock: EmulatorClock;
  readonly #tenantId: string;
  #key: Promise<SigningKey> | undefined;

  constructor(clock: EmulatorClock, tenantId: string) {
    this.#clock = clock;
    this.#tenantId = tenantId;
  }

  async issue({ clientId, audience, method }: TokenRequest): Promise<IssuedToken> {
    const notBefore = Math.floor(this.#clock.nowMs() / 1000);
    const expiresOn = notBefore + lifetimeSeconds;
    const objectId = objectIdOf(clientId);
    // The claims that Azure's clients and Terraform's providers read (tried).
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${this.#tenantId}/`,
      iat: notBefore,
      nbf: notBefore,
      exp: expiresOn,
      appid: clientId,
      appidacr: method === "secret" ? "1" : "2",
      idp: `https://sts.windows.net/${this.#tenantId}/`,
      idtyp: "app",
      oid: objectId,
      sub: objectId,
      tid: this.#tenantId,
      uti: randomUUID(),
      ver: "1.0",
    };
    return { token: signToken(claims, await this.#signingKey()), expiresIn: lifetimeSeconds, expiresOn, notBefore };
  }

  /** Judges a token that was presented; the caller knows which audiences it answers to. */
  async verdict(
    token: string,
    audiences: readonly string[],
  ): Promise<"valid" | "expired" | "invalid" | "wrong-audience"> {
    const read = readToken(token);
    if (read === undefined || !isSignedBy(read, (await this.#signingKey()).privateKey)) return "invalid";
    if (read.claims.tid !== this.#tenantId) return "invalid";
    if (timeVerdict(read, this.#clock.nowMs()) !== "valid") return "expired";
    return audiences.includes(String(read.claims.aud).toLowerCase().replace(/\/+$/, "")) ? "valid" : "wrong-audience";
  }

  /** The public key, as OpenID configuration points to it. */
  async jsonWebKeySet(): Promise<object> {
    const { privateKey, keyId } = await this.#signingKey();
    const jwk = createPublicKey(privateKey).export({ format: "jwk" });
    return { keys: [{ ...jwk, use: "sig", kid: keyId, x5t: keyId }] };
  }

  #signingKey(): Promise<SigningKey> {
    this.#key ??= promisify(generateKeyPair)("rsa", { modulusLength: 2048 }).then(({ privateKey, publicKey }) => ({
      privateKey,
      keyId: createHash("sha1")
        .update(publicKey.export({ type: "spki", format: "der" }))
        .digest("base64url"),
    }));
    return this.#key;
  }
}

/** The object id of an application's service principal: made up, and the same for the same application. */
function objectIdOf(clientId: string): string {
  const hex = createHash("sha256").update(`object ${clientId.toLowerCase()}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
