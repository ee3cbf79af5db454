import { parseJson } from "../arm/json";
import { createTransport } from "../arm/transport";
import type { Time } from "../arm/requestGate";
import { isLoopback } from "../emulatorUrl";
import { askWithRetries } from "./askWithRetries";
import type { SignInSettings } from "./settings";

/**
 * Asks GitHub Actions, or a service like it, for an OIDC token. `@azure/identity` has no credential for it.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 * @throws Error saying what was answered; never with a token.
 */
export async function requestOidcToken(settings: SignInSettings, time: Time): Promise<string> {
  const { oidcRequestUrl = "", oidcRequestToken = "", oidcAudience = "api://AzureADTokenExchange" } = settings;
  const url = URL.canParse(oidcRequestUrl) ? new URL(oidcRequestUrl) : undefined;
  if (!url || (url.protocol !== "https:" && !isLoopback(url.hostname))) {
    throw new Error("oidcRequestUrl is not an https address");
  }
  url.searchParams.set("audience", oidcAudience);
  const transport = createTransport({ useProxy: !isLoopback(url.hostname) });
  const headers = { Accept: "application/json", Authorization: `Bearer ${oidcRequestToken}` };
  const outcome = await askWithRetries({ transport, time }, { url: url.href, headers });
  if (outcome.kind === "no-answer")
    throw new Error(`the OIDC token could not be requested from ${url.host}: ${outcome.message}`);
  const answer = parseJson(outcome.body) as { value?: unknown } | null | undefined;
  if (outcome.status !== 200 || typeof answer?.value !== "string") {
    throw new Error(`${url.host} answered the request for an OIDC token with status ${outcome.status} and no token`);
  }
  return answer.value;
}
