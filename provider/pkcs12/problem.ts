import type { ListedCertificate, Pkcs12Code } from "./verdict";

/** Thrown inside the reader only: becomes the refusal that its caller gets. */
export class Pkcs12Problem extends Error {
  readonly code: Pkcs12Code;
  /** What was found all the same. */
  readonly chain: ListedCertificate[] | undefined;

  constructor(code: Pkcs12Code, message: string, chain?: readonly ListedCertificate[]) {
    super(message);
    this.name = "Pkcs12Problem";
    this.code = code;
    this.chain = chain?.map(({ subject, thumbprint }) => ({ subject, thumbprint }));
  }
}

/** The refusal of an algorithm that this reader does not know. */
export function unsupportedAlgorithm(purpose: string, oid: string): Pkcs12Problem {
  return new Pkcs12Problem(
    "unsupported",
    `the file uses an ${purpose} algorithm that is not supported (OID ${oid}); export it again with common settings: AES-256 and SHA-256, or triple DES and SHA-1`,
  );
}
