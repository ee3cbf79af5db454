import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../../provider/config";
import type { ConfigReader } from "../../provider/configReader";
import { connectToAzure } from "../../provider/credential";
import { chooseMethod, type SignInMethod } from "../../provider/signIn/chooseMethod";
import { chooseCloud } from "../../provider/signIn/cloud";
import { caeClaims } from "../../provider/signIn/caeClaims";
import type { SignInSettings } from "../../provider/signIn/settings";
import { signInError } from "../../provider/signIn/signInError";
import { TestTime } from "../support/testTime";

const reader: ConfigReader = { get: () => undefined };
const settings = (env: Readonly<Record<string, string>>): SignInSettings => readSettings(reader, env).signIn;
const publicSubscription = "22222222-2222-3333-4444-555555555555";
const principal = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client" };
const certificate = { ARM_CLIENT_CERTIFICATE_PATH: "/sp.pfx" };
const secret = { ARM_CLIENT_SECRET: "s3cret" };
const oidc = { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "ey" };
const msi = { ARM_USE_MSI: "true" };
const useDefault = { ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true" };

describe("chooseMethod", () => {
  it.each<[SignInMethod, Readonly<Record<string, string>>]>([
    ["default-azure-credential", { ...useDefault, ...principal, ...certificate, ...secret, ...oidc, ...msi }],
    ["client-certificate", { ...principal, ...certificate, ...secret, ...oidc, ...msi }],
    ["client-secret", { ...principal, ...secret, ...oidc, ...msi }],
    ["oidc", { ...principal, ...oidc, ...msi }],
    ["managed-identity", { ...principal, ...msi }],
    ["azure-cli", principal],
    ["azure-cli", {}],
  ])("%s: is the first one that %j configures", (method, env) => {
    expect(chooseMethod(settings(env))).toMatchObject({ method, missing: [] });
  });

  it("says why, and what would have come before", () => {
    expect(chooseMethod(settings({ ...principal, ...oidc }))).toEqual({
      method: "oidc",
      words: "with OIDC",
      because: "useOidc (ARM_USE_OIDC) is set",
      notConfigured: [
        "useDefaultAzureCredential (ARM_USE_DEFAULT_AZURE_CREDENTIAL)",
        "clientCertificatePath (ARM_CLIENT_CERTIFICATE_PATH)",
        "clientSecret (ARM_CLIENT_SECRET)",
      ],
      missing: [],
    });
  });

  it.each([
    ["a certificate without tenant and client", certificate, ["tenantId (ARM_TENANT_ID)", "clientId (ARM_CLIENT_ID)"]],
    ["a secret without a client", { ...secret, ARM_TENANT_ID: "t" }, ["clientId (ARM_CLIENT_ID)"]],
    ["OIDC without a token", { ...principal, ARM_USE_OIDC: "true" }, [expect.stringMatching(/^oidcToken /)]],
    [
      "OIDC with a request URL but no token for it",
      { ...principal, ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example" },
      [expect.stringMatching(/id-token: write/)],
    ],
  ])("%s: is chosen all the same, and what is missing is named", (_case, env, missing) => {
    expect(chooseMethod(settings(env)).missing).toEqual(missing);
  });
});

describe("connectToAzure", () => {
  const noNetwork = (): never => {
    throw new Error("a request was made");
  };
  const context = { transport: noNetwork, env: { AZURE_CONFIG_DIR: "/nonexistent" }, time: new TestTime() };

  it.each([
    [{ ...principal, ...secret }, "https://management.azure.com"],
    [{ ...principal, ...secret, ARM_ENVIRONMENT: "usgovernment" }, "https://management.usgovcloudapi.net"],
    [{ ...principal, ...secret, ARM_ENVIRONMENT: "china" }, "https://management.chinacloudapi.cn"],
  ])("%j: speaks to %s, and asks nobody yet", async (env, endpoint) => {
    expect(await connectToAzure(settings(env), context)).toMatchObject({ endpoint });
  });

  it.each([
    ["usgovernment, from the Azure CLI's default", {}, "https://management.usgovcloudapi.net"],
    [
      "public, from the configured subscription's entry",
      { ARM_SUBSCRIPTION_ID: publicSubscription },
      "https://management.azure.com",
    ],
  ])("the Azure CLI: %s", async (_case, env, endpoint) => {
    const folder = mkdtempSync(join(tmpdir(), "azure-profile-"));
    const subscriptions = [
      { id: "1", isDefault: true, environmentName: "AzureUSGovernment" },
      { id: publicSubscription, isDefault: false, environmentName: "AzureCloud" },
    ];
    writeFileSync(join(folder, "azureProfile.json"), JSON.stringify({ subscriptions }));
    const result = await connectToAzure(settings(env), { ...context, env: { AZURE_CONFIG_DIR: folder } });
    expect(result).toMatchObject({ endpoint });
    rmSync(folder, { recursive: true });
  });

  it("a chosen method that lacks a setting: an AuthenticationError that names it", async () => {
    await expect(connectToAzure(settings(secret), context)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "sign-in-client-secret",
      message:
        "Sign-in as a service principal with a secret was chosen because clientSecret (ARM_CLIENT_SECRET) is set, but there is no tenantId (ARM_TENANT_ID), and no clientId (ARM_CLIENT_ID). Set it with `pulumi config set azure-native:…` or by the variable.",
    });
  });
});

describe("chooseCloud", () => {
  it.each([
    [undefined, undefined, "AzureCloud"],
    ["public", undefined, "AzureCloud"],
    ["AzureUSGovernment", undefined, "AzureUSGovernment"],
    ["usgov", undefined, "AzureUSGovernment"],
    ["China", undefined, "AzureChinaCloud"],
    [undefined, "AzureUSGovernment", "AzureUSGovernment"],
    ["china", "AzureChinaCloud", "AzureChinaCloud"],
  ])("environment %p, Azure CLI %p: %s", (environment, cliEnvironment, name) => {
    expect(chooseCloud(environment, cliEnvironment).name).toBe(name);
  });

  it("tokens are asked for the resource manager they are sent to", () => {
    expect(chooseCloud("usgovernment", undefined)).toMatchObject({
      authorityHost: "https://login.microsoftonline.us",
      resourceManager: "https://management.usgovcloudapi.net",
      scope: "https://management.usgovcloudapi.net/.default",
    });
  });

  it.each([
    ["mars", undefined, /ARM_ENVIRONMENT\) is "mars", which is not known/],
    [undefined, "MyStack", /Azure CLI's active cloud is "MyStack".*metadataHost/],
    ["china", "AzureCloud", /signed in to AzureCloud\. Run `az cloud set --name AzureChinaCloud`/],
  ])("environment %p, Azure CLI %p: is refused", (environment, cliEnvironment, message) => {
    expect(() => chooseCloud(environment, cliEnvironment)).toThrow(message);
  });
});

describe("signInError", () => {
  it("says the method, the reason, the failure and what was not configured, and no secret", () => {
    const env = { ...principal, ...secret };
    const failure = new Error("AADSTS7000215: Invalid client secret s3cret provided");
    const error = signInError(chooseMethod(settings(env)), settings(env), failure);
    expect(error).toMatchObject({ name: "AuthenticationError", code: "sign-in-client-secret", operation: "sign-in" });
    expect(error.message).toBe(
      "Sign-in as a service principal with a secret failed, which was chosen because clientSecret (ARM_CLIENT_SECRET) is set: " +
        "AADSTS7000215: Invalid client secret *** provided. Not configured: useDefaultAzureCredential (ARM_USE_DEFAULT_AZURE_CREDENTIAL), " +
        "clientCertificatePath (ARM_CLIENT_CERTIFICATE_PATH). No other method was tried.",
    );
    expect(JSON.stringify(error)).not.toContain("s3cret");
  });
});

describe("signInError's advice", () => {
  it.each([
    ["unable to get local issuer certificate", /NODE_EXTRA_CA_CERTS/],
    ["self-signed certificate in certificate chain", /NODE_EXTRA_CA_CERTS/],
    ["endpoints_resolution_error: see elsewhere", /There is no tenant "tenant" in this cloud/],
  ])("%s", (reason, advice) => {
    const found = settings({ ...principal, ...secret });
    expect(signInError(chooseMethod(found), found, new Error(reason)).message).toMatch(advice);
  });
});

describe("caeClaims", () => {
  const claims = '{"access_token":{"nbf":{"essential":true}}}';
  const encoded = Buffer.from(claims).toString("base64");

  it("reads the claims of an insufficient_claims challenge", () => {
    const challenge = `Bearer realm="", authorization_uri="https://login.example", error="insufficient_claims", claims="${encoded}"`;
    expect(caeClaims(challenge)).toBe(claims);
    expect(caeClaims(challenge.replace(encoded, Buffer.from(claims).toString("base64url")))).toBe(claims);
  });

  it.each([
    undefined,
    "Bearer",
    `Bearer error="invalid_token", claims="${encoded}"`,
    'Bearer error="insufficient_claims"',
    'Bearer error="insufficient_claims", claims="!!!"',
    'Bearer error="insufficient_claims", claims="bm90IGpzb24="',
  ])("%p: holds none", (challenge) => {
    expect(caeClaims(challenge)).toBeUndefined();
  });
});
