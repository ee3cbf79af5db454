import { ArmRefusal } from "./armRefusal";
import type { EmulatorRequest } from "../server/emulatorRequest";

const authorizationUri = "https://login.windows.net/";

/** 401 in ARM's words, with the challenge that clients look at. */
export function unauthorized(code: string, message: string): ArmRefusal {
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

/** Answers the token of the Authorization header. @throws ArmRefusal 401 when there is none. */
export function requireBearerToken(request: EmulatorRequest): string {
  const authorization = request.headers.authorization;
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
  return token;
}
