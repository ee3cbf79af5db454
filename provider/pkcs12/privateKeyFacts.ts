import type { BerValue } from "./berValues";
import type { Certificate } from "./certificate";

/** What this reader needs to know about a private key. */
export interface PrivateKey {
  /** For example `RSA-2048`, `EC P-256`, `Ed25519`. */
  readonly algorithm: string;
  /** Length of the modulus; absent where the key is not RSA. */
  readonly rsaBits?: number;
  /** The same text for every encoding of the same key. */
  readonly identity: string;
  /** Whether the certificate's public key is this key's. */
  belongsTo(certificate: Certificate): boolean;
}

/** The fields of PKCS#8 that matter. */
export interface Pkcs8 {
  readonly oid: string;
  /** AlgorithmIdentifier. */
  readonly algorithm: BerValue;
  /** OCTET STRING around the key itself. */
  readonly key: BerValue;
}
