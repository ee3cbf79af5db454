import { AuthenticationError } from "../errors";
import type { SignInChoice } from "./chooseMethod";
import type { SignInSettings } from "./settings";

const MAX_REASON = 1_500;

/** Says which method was chosen and why, why it failed, and what was not configured. Holds no secret. */
export function signInError(choice: SignInChoice, settings: SignInSettings, failure: unknown): AuthenticationError {
  const { words, because, notConfigured, method } = choice;
  const reason = withoutSecrets(messageOf(failure), settings).trim();
  const others = notConfigured.length === 0 ? "" : ` Not configured: ${notConfigured.join(", ")}.`;
  const ended = `${/[.!?]$/.test(reason) ? reason : `${reason}.`}${hint(reason, settings)}`;
  return new AuthenticationError(
    `Sign-in ${words} failed, which was chosen because ${because}: ${ended}${others} No other method was tried.`,
    { code: `sign-in-${method}`, operation: "sign-in" },
  );
}

// Not by instanceof: an error of another realm, or of another copy of a library, has its message too.
function messageOf(failure: unknown): string {
  const { message } = (failure ?? {}) as { message?: unknown };
  return typeof message === "string" && message !== "" ? message : "no reason was given";
}

function hint(reason: string, { tenantId }: SignInSettings): string {
  if (/self[- ]signed certificate|unable to (get|verify)/i.test(reason)) {
    return " Behind a proxy that inspects traffic, set NODE_EXTRA_CA_CERTS to the file of its CA.";
  }
  // MSAL names neither the tenant nor the host that did not know it.
  if (reason.includes("endpoints_resolution_error")) {
    return ` There is no tenant ${JSON.stringify(tenantId)} in this cloud, or its sign-in cannot be reached: check tenantId (ARM_TENANT_ID), environment (ARM_ENVIRONMENT) and the network.`;
  }
  return "";
}

function withoutSecrets(text: string, settings: SignInSettings): string {
  const { clientSecret, clientCertificatePassword, oidcToken, oidcRequestToken } = settings;
  const secrets = [clientSecret, clientCertificatePassword, oidcToken, oidcRequestToken];
  const clean = secrets.reduce<string>((rest, secret) => (secret ? rest.replaceAll(secret, "***") : rest), text);
  return clean.length > MAX_REASON ? `${clean.slice(0, MAX_REASON)}…` : clean;
}
