/** What Azure keeps of an upload, as far as anybody can see it; the PKCS#12 itself is forgotten. */
export interface CertificateFacts {
  readonly subject: string;
  /** SHA-1 of the certificate's octets, upper-case hexadecimal. */
  readonly thumbprint: string;
  /** `2036-01-01T07:00:00Z`. */
  readonly expirationDate: string;
  readonly hasPrivateKey: boolean;
}
