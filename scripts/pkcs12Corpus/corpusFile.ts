/** A file of the corpus, and what is known about it from its making. */
export interface CorpusFile {
  readonly name: string;
  /** The tool that wrote it. */
  readonly source: string;
  readonly bytes: Buffer;
  readonly password?: string | undefined;
  readonly expected: Readable | Refused;
}

/** The reader must find this. */
export interface Readable {
  /** DER of the certificate that the private key belongs to. */
  readonly leaf: Buffer;
  /** DER of the others, in the order in which they are to be listed. */
  readonly chain?: readonly Buffer[];
  /** Where OpenSSL's own answer cannot be used. */
  readonly thumbprint?: string;
  readonly warnings?: readonly string[];
}

/** The reader must answer this code. */
interface Refused {
  readonly code: string;
  readonly warnings?: readonly string[];
}

/** The form in which a file's facts are committed. */
export interface ManifestEntry {
  readonly file: string;
  readonly source: string;
  readonly password?: string | undefined;
  readonly code?: string;
  readonly warnings: readonly string[];
  readonly thumbprint?: string;
  readonly subject?: string;
  readonly notBefore?: string;
  readonly expirationDate?: string;
  readonly keyAlgorithm?: string;
  readonly chain?: readonly string[];
}
