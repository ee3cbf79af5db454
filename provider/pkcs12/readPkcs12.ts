import { createHmac, randomBytes } from "node:crypto";
import type { Pkcs12Verdict, Pkcs12Warning } from "./verdict";
import { openPkcs12 } from "./openPkcs12";

export type { Pkcs12Contents, Pkcs12Refusal, Pkcs12Verdict } from "./verdict";

/** A verdict has about a thousand octets. */
const maxRemembered = 1_024;
const remembered = new Map<string, Promise<Pkcs12Verdict>>();
let memoryKey: Buffer | undefined;

/**
 * Says what a PKCS#12 file holds, or why it cannot be used. Never throws, whatever the bytes are.
 * The same bytes and password are parsed once in a process; warnings about dates are as of now.
 */
export async function readPkcs12(bytes: Uint8Array, password?: string): Promise<Pkcs12Verdict> {
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const key = keyOf(octets, password);
  let reading = remembered.get(key);
  if (!reading) {
    reading = openPkcs12(octets, password).catch(unexpected);
    remembered.set(key, reading);
    forgetOldest();
  }
  return withDateWarnings(await reading);
}

/** Keyed with a secret of this process: neither file nor password can be found again from what is remembered. */
function keyOf(bytes: Buffer, password: string | undefined): string {
  memoryKey ??= randomBytes(32);
  const hmac = createHmac("sha256", memoryKey).update(`${bytes.length}:`).update(bytes);
  return hmac.update(password ?? "", "utf8").digest("base64");
}

function forgetOldest(): void {
  const oldest = remembered.size > maxRemembered ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
}

function unexpected(error: unknown): Pkcs12Verdict {
  const reason = error instanceof Error ? error.name : typeof error;
  return { ok: false, code: "corrupt", message: `the file cannot be read (${reason}); export it again`, warnings: [] };
}

function withDateWarnings(verdict: Pkcs12Verdict): Pkcs12Verdict {
  const warnings = [...verdict.warnings];
  if (!verdict.ok)
    return verdict.chain ? { ...verdict, warnings, chain: [...verdict.chain] } : { ...verdict, warnings };
  return {
    ...verdict,
    chain: [...verdict.chain],
    warnings: [...warnings, ...dateWarnings(verdict.notBefore, verdict.expirationDate)],
  };
}

function dateWarnings(notBefore: string, expirationDate: string): Pkcs12Warning[] {
  const now = Date.now();
  if (Date.parse(expirationDate) <= now)
    return [{ code: "expired", message: `the certificate expired at ${expirationDate}` }];
  if (Date.parse(notBefore) <= now) return [];
  return [{ code: "not-yet-valid", message: `the certificate is not valid before ${notBefore}` }];
}
