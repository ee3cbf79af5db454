import type { Emulator } from "../emulator";
import { ArmRefusal } from "./armRefusal";
import type { EmulatorRequest } from "../server/emulatorRequest";

/** ARM answers to these names whatever its own address is (published). */
const publicAudiences = ["https://management.azure.com", "https://management.core.windows.net"];

/** 401 in ARM's words, with the challenge that clients look at; it leads to the emulator's own sign-in. */
function unauthorized({ tenantId }: Emulator, request: EmulatorRequest, { code, message }: Refused): ArmRefusal {
  const authorizationUri = `${request.origin}/${tenantId}`;
  const challenge = `Bearer authorization_uri="${authorizationUri}", error="invalid_token", error_description="${message}"`;
  return new ArmRefusal(401, { code, message }, { headers: { "WWW-Authenticate": challenge } });
}

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Codes as ARM has them; wording assumed where it would hold times and ids. */
const refusals = {
  missing: {
    code: "AuthenticationFailed",
    message: "Authentication failed. The 'Authorization' header is missing.",
  },
  malformed: {
    code: "AuthenticationFailedInvalidHeader",
    message: "Authentication failed. The 'Authorization' header is provided in an invalid format.",
  },
  invalid: { code: "InvalidAuthenticationToken", message: "The access token is invalid." },
  expired: { code: "ExpiredAuthenticationToken", message: "The access token has expired." },
  "wrong-audience": {
    code: "InvalidAuthenticationTokenAudience",
    message: "The access token has been obtained for wrong audience or resource.",
  },
} as const;

async function judge(emulator: Emulator, request: EmulatorRequest): Promise<keyof typeof refusals | "valid"> {
  const { authorization } = request.headers;
  if (authorization === undefined) return "missing";
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return "malformed";
  if (!emulator.checksTokens) return "valid";
  return await emulator.tokenIssuer.verdict(token, [request.origin.toLowerCase(), ...publicAudiences]);
}

/**
 * Lets the caller in: over TLS with a token that this emulator issued for itself, otherwise with any.
 * @throws ArmRefusal 401
 */
export async function checkBearerToken(emulator: Emulator, request: EmulatorRequest): Promise<void> {
  const verdict = await judge(emulator, request);
  if (verdict !== "valid") throw unauthorized(emulator, request, refusals[verdict]);
}
