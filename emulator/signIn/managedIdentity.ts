import type { Answer } from "../arm/answer";
import type { EmulatorRequest } from "../server/emulatorRequest";
import type { TokenIssuer } from "./tokenIssuer";

const systemAssignedClientId = "00000000-0000-4000-8000-0000000000aa";

/** The instance metadata service's answer without its header, as published. */
const headerMissing: Answer = {
  status: 400,
  body: { error: "invalid_request", error_description: "Required metadata header not specified" },
};

/** The managed-identity endpoint of a virtual machine: `/metadata/identity/oauth2/token` (published contract). */
export async function issueManagedIdentityToken(issuer: TokenIssuer, request: EmulatorRequest): Promise<Answer> {
  if (request.headers.metadata?.toLowerCase() !== "true") return headerMissing;
  const resource = request.query.get("resource");
  if (resource === undefined) {
    return { status: 400, body: { error: "invalid_resource", error_description: "The resource is missing." } };
  }
  const clientId = request.query.get("client_id") ?? systemAssignedClientId;
  const issued = await issuer.issue({ clientId, audience: resource, method: "managed-identity" });
  return {
    status: 200,
    body: {
      access_token: issued.token,
      client_id: clientId,
      expires_in: String(issued.expiresIn),
      expires_on: String(issued.expiresOn),
      ext_expires_in: String(issued.expiresIn),
      not_before: String(issued.notBefore),
      resource,
      token_type: "Bearer",
    },
  };
}
