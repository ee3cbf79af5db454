import type { Answer } from "../arm/answer";
import type { Emulator } from "../emulator";
import type { EmulatorRequest } from "../server/emulatorRequest";
import { checkClientCredentials } from "./clientCredentials";
import { cloudMetadata, instanceDiscovery, openIdConfiguration } from "./cloudMetadata";
import { issueManagedIdentityToken } from "./managedIdentity";
import { signInRefusals, SignInRefusal } from "./signInRefusal";

function requireTenant(emulator: Emulator, tenant: string): void {
  const known = [emulator.tenantId, "common", "organizations"];
  if (!known.includes(tenant.toLowerCase())) throw signInRefusals.tenantNotFound(tenant);
}

async function issueToken(emulator: Emulator, request: EmulatorRequest, version: "v1" | "v2"): Promise<Answer> {
  const tenant = request.segments[0] ?? "";
  requireTenant(emulator, tenant);
  const form = new URLSearchParams(request.body);
  const { applications, clock, tokenIssuer } = emulator;
  const { clientId, method } = checkClientCredentials({ form, tenant, applications, clock });
  const audience = (form.get("scope") ?? form.get("resource") ?? "").split(" ")[0]?.replace(/\/?\.default$/, "") ?? "";
  const { token, expiresIn, expiresOn, notBefore } = await tokenIssuer.issue({ clientId, audience, method });
  const common = { token_type: "Bearer", access_token: token };
  // v2 answers a number, v1 strings with two more members (published).
  return {
    status: 200,
    body:
      version === "v2"
        ? { ...common, expires_in: expiresIn, ext_expires_in: expiresIn }
        : {
            ...common,
            expires_in: String(expiresIn),
            ext_expires_in: String(expiresIn),
            expires_on: String(expiresOn),
            not_before: String(notBefore),
            resource: audience,
          },
  };
}

async function answer(emulator: Emulator, request: EmulatorRequest): Promise<Answer | undefined> {
  const { segments, origin } = request;
  const tenant = segments[0] ?? "";
  switch (`${request.method} ${["", ...segments.slice(1)].join("/").toLowerCase()}`) {
    case "POST /oauth2/v2.0/token":
      return await issueToken(emulator, request, "v2");
    case "POST /oauth2/token":
      return await issueToken(emulator, request, "v1");
    case "GET /v2.0/.well-known/openid-configuration":
      requireTenant(emulator, tenant);
      return { status: 200, body: openIdConfiguration(origin, tenant, "v2") };
    case "GET /.well-known/openid-configuration":
      requireTenant(emulator, tenant);
      return { status: 200, body: openIdConfiguration(origin, tenant, "v1") };
    case "GET /discovery/v2.0/keys":
      return { status: 200, body: await emulator.tokenIssuer.jsonWebKeySet() };
    case "GET /discovery/instance":
      return { status: 200, body: instanceDiscovery(origin) };
    default:
      return undefined;
  }
}

/** The endpoints of sign-in and of the cloud's metadata; undefined when the path is none of them. */
export async function answerSignInRequest(emulator: Emulator, request: EmulatorRequest): Promise<Answer | undefined> {
  const path = `${request.method} ${request.segments.join("/").toLowerCase()}`;
  try {
    if (path === "GET metadata/endpoints") {
      return { status: 200, body: cloudMetadata(request.origin, request.query.get("api-version")) };
    }
    if (path === "GET metadata/identity/oauth2/token")
      return await issueManagedIdentityToken(emulator.tokenIssuer, request);
    return await answer(emulator, request);
  } catch (error) {
    if (error instanceof SignInRefusal) return error.answer(emulator.clock.now());
    throw error;
  }
}
