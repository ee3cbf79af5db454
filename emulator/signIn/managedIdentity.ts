import type { Answer } from "../arm/answer";
import type { EmulatorRequest } from "../server/emulatorRequest";
import type { TokenIssuer } from "./tokenIssuer";

const systemAssignedClientId = "00000000-0000-4000-8000-0000000000aa";

/** The instance metadata service's answer without its header, as published. */
const headerMissing: Answer = {
  status: 400,
  body: { error: "invalid_request", error_description: "Required metadata header not specified" },
};

/** A virtual machine's clients send the first header; App Service's (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`) the second. */
function hasIdentityHeader({ headers }: EmulatorRequest): boolean {
  return headers.metadata?.toLowerCase() === "true" || (headers["x-identity-header"] ?? "") !== "";
}

/**
 * The managed-identity endpoint of virtual machines and of App Service: `/metadata/identity/oauth2/token` (published
 * contracts). Any value of `IDENTITY_HEADER` will do (assumed: there is no host that could have made one up).
 */
export async function issueManagedIdentityToken(issuer: TokenIssuer, request: EmulatorRequest): Promise<Answer> {
  if (!hasIdentityHeader(request)) return headerMissing;
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
