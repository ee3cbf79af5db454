import type { PasswordForm } from "./passwordForm";

/**
 * Decrypts octets under one form of the password.
 * Rejects with `DecryptionError` where it can tell that the password does not fit.
 */
export type Decryptor = (data: Buffer, form: PasswordForm) => Promise<Buffer>;
