import * as identity from "@azure/identity";
import { readFile } from "node:fs/promises";
import type { Time } from "../arm/requestGate";
import type { SignInChoice } from "./chooseMethod";
import type { Cloud } from "./cloud";
import { readServicePrincipalPem } from "./servicePrincipalPem";
import { requestOidcToken } from "./requestOidcToken";
import type { SignInSettings } from "./settings";

/** What a credential is made from. */
export interface CredentialOptions {
  readonly choice: SignInChoice;
  readonly settings: SignInSettings;
  readonly cloud: Cloud;
  readonly time: Time;
}

// `az` is a Python program that may have to renew its own token first.
const AZURE_CLI_TIMEOUT_MS = 60_000;

/** Makes `@azure/identity`'s credential for the chosen method. It is loaded with this file and nowhere else. */
export async function createCredential({
  choice,
  settings,
  cloud,
  time,
}: CredentialOptions): Promise<identity.TokenCredential> {
  const { tenantId = "", clientId = "", subscriptionId } = settings;
  const options = {
    authorityHost: cloud.authorityHost,
    additionallyAllowedTenants: [...settings.auxiliaryTenantIds],
    // Microsoft's directory of authorities does not know a custom cloud.
    disableInstanceDiscovery: settings.disableInstanceDiscovery || !cloud.isWellKnown,
  };
  switch (choice.method) {
    case "default-azure-credential":
      return new identity.DefaultAzureCredential({ ...options, ...(tenantId !== "" && { tenantId }) });
    case "client-certificate": {
      const certificate = await readServicePrincipalPem(settings);
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, options);
    }
    case "client-secret":
      return new identity.ClientSecretCredential(tenantId, clientId, settings.clientSecret ?? "", options);
    case "oidc":
      return new identity.ClientAssertionCredential(tenantId, clientId, () => readOidcToken(settings, time), options);
    case "managed-identity":
      return clientId === ""
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId });
    case "azure-cli": {
      // `az account get-access-token` takes one of the two.
      const account =
        subscriptionId !== undefined ? { subscription: subscriptionId } : tenantId !== "" ? { tenantId } : {};
      const { additionallyAllowedTenants } = options;
      return new identity.AzureCliCredential({
        ...account,
        additionallyAllowedTenants,
        processTimeoutInMs: AZURE_CLI_TIMEOUT_MS,
      });
    }
  }
}

// Read anew for every sign-in: such tokens live for minutes, and their files are replaced.
async function readOidcToken(settings: SignInSettings, time: Time): Promise<string> {
  if (settings.oidcToken !== undefined) return settings.oidcToken;
  if (settings.oidcTokenFilePath !== undefined) return (await readFile(settings.oidcTokenFilePath, "utf8")).trim();
  return requestOidcToken(settings, time);
}
