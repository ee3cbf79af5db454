/** One way of turning a password into octets for the two families of key derivation. */
export interface PasswordForm {
  /** For the PKCS#12 key derivation: UTF-16BE with a final `00 00`; the null password has no octets at all. */
  readonly pkcs12: Buffer;
  /** For PKCS#5 (PBES2, PBMAC1): UTF-8. */
  readonly utf8: Buffer;
}

/**
 * The forms to try, in order. Only "no password" has two: the empty string (OpenSSL) and the null password (Windows),
 * which differ in the PKCS#12 key derivation.
 */
export function passwordForms(password: string | undefined): PasswordForm[] {
  const text = password ?? "";
  const utf8 = Buffer.from(text, "utf8");
  const terminated = { pkcs12: Buffer.from(`${text}\0`, "utf16le").swap16(), utf8 };
  return text === "" ? [terminated, { pkcs12: Buffer.alloc(0), utf8 }] : [terminated];
}
