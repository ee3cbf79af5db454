import type { Emulator } from "../emulator";
import { ArmRefusal } from "./armRefusal";
import type { EmulatorRequest } from "../server/emulatorRequest";

const authorizationUri = "https://login.windows.net/";

/** 401 in ARM's words, with the challenge that clients look at. */
function unauthorized(code: string, message: string): ArmRefusal {
  return new ArmRefusal(
    401,
    { code, message },
    {
      headers: {
        "WWW-Authenticate": `Bearer authorization_uri="${authorizationUri}", error="invalid_token", error_description="${message}"`,
      },
    },
  );
}

/** @throws ArmRefusal 401 in ARM's words for a token that this emulator did not issue, or that has expired. */
async function checkIssuedToken(emulator: Emulator, token: string): Promise<void> {
  const verdict = await emulator.tokenIssuer.verdict(token);
  if (verdict === "invalid") throw unauthorized("InvalidAuthenticationToken", "The access token is invalid.");
  if (verdict === "expired") {
    throw unauthorized("ExpiredAuthenticationToken", "The access token has expired. Please sign in again.");
  }
}

/**
 * Lets the caller in: over TLS with a token that this emulator issued, otherwise with any.
 * @throws ArmRefusal 401
 */
export async function checkBearerToken(emulator: Emulator, request: EmulatorRequest): Promise<void> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw unauthorized(
      "AuthenticationFailedInvalidHeader",
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  }
  if (emulator.checksTokens) await checkIssuedToken(emulator, token);
}
