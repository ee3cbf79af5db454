import type { Answer } from "../arm/answer";
import type { Fault } from "./faults";

/** Header as in Microsoft's published description of claims challenges; code and wording of the body assumed. */
function claimsChallenge(claims: Readonly<Record<string, unknown>>, origin: string): Answer {
  const encoded = Buffer.from(JSON.stringify(claims)).toString("base64");
  return {
    status: 401,
    headers: {
      "WWW-Authenticate": `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
    },
    body: {
      error: {
        code: "InsufficientClaims",
        message:
          "Continuous access evaluation resulted in challenge: the token must be asked for again with these claims.",
      },
    },
  };
}

/** What a fault answers instead of the operation; undefined when it lets the operation run. */
export function faultAnswer({ status, headers, body, challenge }: Fault, origin: string): Answer | undefined {
  if (challenge !== undefined) return claimsChallenge(challenge, origin);
  if (status === undefined) return undefined;
  return { status, ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) };
}
