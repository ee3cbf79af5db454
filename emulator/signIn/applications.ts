import { X509Certificate } from "node:crypto";
import type { JsonObject } from "../arm/requestBody";

/** An application that may sign in. */
export interface Application {
  readonly clientId: string;
  readonly secret: string | undefined;
  /** After this instant the secret is refused as expired. */
  readonly secretExpiresAtMs: number;
  readonly certificate: X509Certificate | undefined;
  readonly federated: { readonly issuer: string; readonly subject: string } | undefined;
}

/** A registration that cannot be understood; its message names the member. */
export class ApplicationError extends Error {}

function readCertificate(certificate: unknown): X509Certificate | undefined {
  if (certificate === undefined) return undefined;
  if (typeof certificate !== "string") throw new ApplicationError("certificate must be a string.");
  try {
    return new X509Certificate(certificate.includes("BEGIN") ? certificate : Buffer.from(certificate, "base64"));
  } catch {
    throw new ApplicationError("certificate must be PEM, or DER in base64.");
  }
}

/**
 * The applications that tests have registered. While there is none, every client id is let in with any credential;
 * from the first one on, only registered ones with their own.
 */
export class Applications {
  readonly #registered = new Map<string, Application>();

  get open(): boolean {
    return this.#registered.size === 0;
  }

  /** @throws ApplicationError */
  register(body: JsonObject): void {
    const { clientId, secret, secretExpiresAt, certificate, federated } = body;
    if (typeof clientId !== "string") throw new ApplicationError("clientId must be a string.");
    if (secret !== undefined && typeof secret !== "string") throw new ApplicationError("secret must be a string.");
    const expiresAtMs = typeof secretExpiresAt === "string" ? Date.parse(secretExpiresAt) : Number.POSITIVE_INFINITY;
    if (Number.isNaN(expiresAtMs)) throw new ApplicationError("secretExpiresAt must be a date.");
    const { issuer, subject } = (federated ?? {}) as JsonObject;
    this.#registered.set(clientId.toLowerCase(), {
      clientId,
      secret,
      secretExpiresAtMs: expiresAtMs,
      certificate: readCertificate(certificate),
      federated: typeof issuer === "string" && typeof subject === "string" ? { issuer, subject } : undefined,
    });
  }

  find(clientId: string): Application | undefined {
    return this.#registered.get(clientId.toLowerCase());
  }

  clear(): void {
    this.#registered.clear();
  }
}
