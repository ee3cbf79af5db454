import { createSecureContext } from "node:tls";

/** `wrong-password`, or `unsupported` for whatever OpenSSL cannot read (RC2, no private key, no PKCS#12). */
export type NativeLeaf = { readonly certificateDer: Buffer } | "wrong-password" | "unsupported";

/** Node offers the leaf of a loaded PKCS#12 only here; there is no documented call before crypto.parsePKCS12. */
interface ContextWithLeaf {
  readonly context: { getCertificate?: () => Buffer | null };
}

/** Opens the file with OpenSSL: an opinion of its own, which no JavaScript reader's mistake can colour. */
export function readLeafNatively(pfx: Buffer, password: string): NativeLeaf {
  try {
    const { context } = createSecureContext({ pfx, passphrase: password }) as ContextWithLeaf;
    const certificateDer = context.getCertificate?.();
    return certificateDer ? { certificateDer } : "unsupported";
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    return /mac verify failure/i.test(reason) ? "wrong-password" : "unsupported";
  }
}
