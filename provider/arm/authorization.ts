/** Supplies the `Authorization` header. */
export interface Authorization {
  /** @throws AuthenticationError when sign-in fails. */
  header(): Promise<string>;
  /**
   * Called after a 401, with its `WWW-Authenticate` header and the header that was refused. Answers whether another one was obtained,
   * so that sending again can help.
   *
   * @throws AuthenticationError when signing in again fails.
   */
  renew(refused: string, challenge: string | undefined): Promise<boolean>;
}

/** The emulator's: not a real token, and always the same. */
export const emulatorAuthorization: Authorization = {
  header: () => Promise.resolve("Bearer apim-emulator"),
  renew: () => Promise.resolve(false),
};
