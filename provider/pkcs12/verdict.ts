/** Why a file was refused. Stable: programs and stored messages depend on these words. */
export type Pkcs12Code =
  | "not-pkcs12"
  | "pem"
  | "base64"
  | "jks"
  | "der-certificate"
  | "pkcs7"
  | "empty"
  | "too-large"
  | "too-costly"
  | "corrupt"
  | "wrong-password"
  | "other-password"
  | "no-certificate"
  | "no-private-key"
  | "key-mismatch"
  | "multiple-keys"
  | "ambiguous-leaf"
  | "unsupported";

/** Something a person should know about a file that was read all the same. */
export interface Pkcs12Warning {
  /**
   * `expired`, `not-yet-valid`, `expires-soon`, `mac-missing`, `rsa-too-short`, `key-not-rsa` or `trailing-bytes`.
   */
  code: string;
  message: string;
}

/** A certificate as it is listed: who it is for, and which one exactly. */
export interface ListedCertificate {
  /** In the form that Azure prints (.NET's `X509Certificate2.Subject`). */
  subject: string;
  /** SHA-1 of the certificate's octets, upper-case hexadecimal. */
  thumbprint: string;
}

/** What a readable file holds. */
export interface Pkcs12Contents {
  ok: true;
  /** SHA-1 of the leaf's octets as they stand in the file, upper-case hexadecimal. */
  thumbprint: string;
  /** The leaf's subject as Azure prints it. For people: the identity is the thumbprint. */
  subject: string;
  /** `2036-01-01T07:00:00Z` */
  notBefore: string;
  /** `2036-01-01T07:00:00Z` */
  expirationDate: string;
  /** For example `RSA-2048`, `EC P-256`, `Ed25519`. */
  keyAlgorithm: string;
  hasPrivateKey: true;
  /** The other certificates: the leaf's issuers from the nearest on, then any that do not belong to them. */
  chain: ListedCertificate[];
  warnings: Pkcs12Warning[];
}

/** Why a file cannot be used, and what to do about it. */
export interface Pkcs12Refusal {
  ok: false;
  code: Pkcs12Code;
  /** For people; names neither an argument nor a secret. */
  message: string;
  /** The certificates that were found all the same, where the file could be opened. */
  chain?: ListedCertificate[];
  warnings: Pkcs12Warning[];
}

/** The answer to "what is in this file?". */
export type Pkcs12Verdict = Pkcs12Contents | Pkcs12Refusal;
