import { createSign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";
import { answerJson, startLoopbackServer, type LoopbackServer } from "../../support/loopbackServer";
import { makePkcs12 } from "../../support/pkcs12";
import { fixtureKey } from "../../support/pkcs12/fixtureKeys";
import type { ScenarioResult } from "./adapterProcess";
import { installAzureCli, type AzureCliStandIn } from "./azureCliStandIn";
import { runAdapter } from "./runAdapter";

const clientId = "66666666-2222-4333-8444-555555555555";
const secret = "correct-horse-battery-staple";
const federated = { issuer: "https://token.actions.githubusercontent.com", subject: "repo:contoso/apim" };
const resourceId = `${servicePath}/certificates/backend`;
const pfx = makePkcs12({ commonName: "principal", password: "pfx-password" });

let caller: EmulatorCaller;
let actions: LoopbackServer;
let az: AzureCliStandIn;
let folder: string;
let results: ReadonlyMap<string, ScenarioResult>;

/** A token of GitHub's kind; the emulator does not check its signature. */
function oidcToken(lifeSeconds = 600): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + lifeSeconds;
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: federated.issuer, sub: federated.subject, exp })}`;
  return `${signed}.${createSign("sha256").update(signed).sign(fixtureKey(pfx.key)).toString("base64url")}`;
}

function writeFiles(): { pfxPath: string; pemPath: string; tokenPath: string; certificate: string } {
  const body = pfx.certificate.toString("base64").replace(/.{64}/g, "$&\n");
  const certificate = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  const key = fixtureKey(pfx.key).export({ type: "pkcs8", format: "pem" }).toString();
  const paths = { pfxPath: join(folder, "sp.pfx"), pemPath: join(folder, "sp.pem"), tokenPath: join(folder, "token") };
  writeFileSync(paths.pfxPath, pfx.bytes);
  writeFileSync(paths.pemPath, `${key}${certificate}`);
  writeFileSync(paths.tokenPath, `${oidcToken()}\n`);
  return { ...paths, certificate };
}

async function tokenForAzureCli(): Promise<string> {
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: secret,
    scope: `${caller.emulator.url}/.default`,
  };
  const { body } = await caller.raw<{ access_token: string }>(
    "POST",
    `/${caller.emulator.tenantId}/oauth2/v2.0/token`,
    {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    },
  );
  return body.access_token;
}

// All in one process, for its start takes longer than all sign-ins.
beforeAll(async () => {
  caller = await EmulatorCaller.start({ tls: true });
  folder = mkdtempSync(join(tmpdir(), "sign-in-"));
  const { pfxPath, pemPath, tokenPath, certificate } = writeFiles();
  await caller.control("POST", "applications", { clientId, secret, certificate, federated });
  await caller.control("POST", "applications", {
    clientId: "expired",
    secret,
    secretExpiresAt: "2020-01-01T00:00:00Z",
  });
  actions = await startLoopbackServer((response, { request }) => {
    const isAsked =
      request.headers.authorization === "Bearer request-token" &&
      request.url.includes("audience=api%3A%2F%2FAzureADTokenExchange");
    answerJson(response, isAsked ? 200 : 403, isAsked ? { value: oidcToken() } : { message: "no" });
  });
  az = installAzureCli(await tokenForAzureCli());
  const { url, caFile = "", tenantId } = caller.emulator;
  const principal = { ARM_TENANT_ID: tenantId, ARM_CLIENT_ID: clientId };
  const oidc = { ...principal, ARM_USE_OIDC: "true" };
  const scenarios: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "the emulator without TLS": { APIM_EMULATOR_URL: actions.url },
    secret: { ...principal, ARM_CLIENT_SECRET: secret },
    "certificate as PKCS#12": {
      ...principal,
      ARM_CLIENT_CERTIFICATE_PATH: pfxPath,
      ARM_CLIENT_CERTIFICATE_PASSWORD: "pfx-password",
    },
    "certificate as PEM": { ...principal, ARM_CLIENT_CERTIFICATE_PATH: pemPath },
    "OIDC token": { ...oidc, ARM_OIDC_TOKEN: oidcToken() },
    "OIDC token file": { ...oidc, ARM_OIDC_TOKEN_FILE_PATH: tokenPath },
    "OIDC request": {
      ...oidc,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${actions.url}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    },
    "managed identity": { ARM_USE_MSI: "true" },
    "managed identity with a client id": { ARM_USE_MSI: "true", ARM_CLIENT_ID: clientId },
    DefaultAzureCredential: {
      ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true",
      ...principal,
      ARM_CLIENT_SECRET: "not used",
    },
    "Azure CLI": { ARM_TENANT_ID: tenantId },
    "Azure CLI with a subscription": {
      ARM_TENANT_ID: tenantId,
      ARM_SUBSCRIPTION_ID: "11111111-2222-4333-8444-555555555555",
    },
    "wrong secret": { ...principal, ARM_CLIENT_SECRET: "wrong-secret-value", ARM_USE_MSI: "true" },
    "expired secret": { ...principal, ARM_CLIENT_ID: "expired", ARM_CLIENT_SECRET: secret },
    "wrong tenant": { ...principal, ARM_TENANT_ID: "99999999-0000-4000-8000-000000000009", ARM_CLIENT_SECRET: secret },
    "wrong certificate password": {
      ...principal,
      ARM_CLIENT_CERTIFICATE_PATH: pfxPath,
      ARM_CLIENT_CERTIFICATE_PASSWORD: "wrong-pfx-password",
    },
    "missing certificate file": { ...principal, ARM_CLIENT_CERTIFICATE_PATH: join(folder, "nowhere.pfx") },
    "expired OIDC token": { ...oidc, ARM_OIDC_TOKEN: oidcToken(-600) },
    "OIDC request refused": {
      ...oidc,
      ACTIONS_ID_TOKEN_REQUEST_URL: actions.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "wrong-request-token",
    },
  };
  const names = Object.keys(scenarios);
  const ran = await runAdapter(
    names.map((name) => ({ env: { ...scenarios[name] }, resourceId, requests: 20 })),
    {
      NODE_EXTRA_CA_CERTS: caFile,
      ARM_METADATA_HOSTNAME: new URL(url).host,
      AZURE_POD_IDENTITY_AUTHORITY_HOST: url,
      PATH: az.path,
    },
  );
  results = new Map(names.map((name, index) => [name, ran.results[index] ?? { identityWasLoaded: false }]));
}, 90_000);

afterAll(async () => {
  await caller.close();
  await actions.close();
  az.remove();
  rmSync(folder, { recursive: true });
});

describe("sign-in", () => {
  it.each([
    "secret",
    "certificate as PKCS#12",
    "certificate as PEM",
    "OIDC token",
    "OIDC token file",
    "OIDC request",
    "managed identity",
    "managed identity with a client id",
    "DefaultAzureCredential",
    "Azure CLI",
    "Azure CLI with a subscription",
  ])("by %s: the service lets all requests in", (name) => {
    expect(results.get(name)).toEqual({
      values: Array.from({ length: 20 }, () => "undefined"),
      identityWasLoaded: true,
    });
  });

  it("with the Azure CLI: `az` is asked once, for the cloud's resource manager", () => {
    const { url, tenantId } = caller.emulator;
    const asked = `account get-access-token --output json --resource ${url}`;
    expect(az.calls().filter((call) => call.includes("--tenant"))).toEqual([`${asked} --tenant ${tenantId}`]);
    expect(az.calls().filter((call) => call.includes("--subscription"))).toEqual([
      `${asked} --subscription 11111111-2222-4333-8444-555555555555`,
    ]);
  });

  it("with the emulator: nobody signs in, and @azure/identity is not even loaded", () => {
    expect(results.get("the emulator without TLS")).toMatchObject({ identityWasLoaded: false });
    expect(actions.received[0]?.headers.authorization).toBe("Bearer apim-emulator");
  });

  it.each([
    [
      "wrong secret",
      "sign-in-client-secret",
      /as a service principal with a secret failed, which was chosen because clientSecret .* is set: .*AADSTS7000215.*Not configured: useDefaultAzureCredential.*No other method was tried/s,
    ],
    ["expired secret", "sign-in-client-secret", /AADSTS7000222/],
    [
      "wrong tenant",
      "sign-in-client-secret",
      /There is no tenant "99999999-0000-4000-8000-000000000009" in this cloud/,
    ],
    ["wrong certificate password", "sign-in-client-certificate", /neither PEM nor a PKCS#12 file with this password/],
    ["missing certificate file", "sign-in-client-certificate", /ENOENT/],
    ["expired OIDC token", "sign-in-oidc", /AADSTS700024/],
    ["OIDC request refused", "sign-in-oidc", /answered the request for an OIDC token with status 403/],
  ])("with a %s: fails once, says method and reason, and no secret", (name, code, message) => {
    const { error } = results.get(name) ?? {};
    expect(error).toMatchObject({
      name: "AuthenticationError",
      code,
      message: expect.stringMatching(message) as unknown,
    });
    for (const value of [
      secret,
      "wrong-secret-value",
      "wrong-pfx-password",
      "wrong-request-token",
      oidcToken().split(".")[2],
    ]) {
      expect(error?.all).not.toContain(value);
    }
  });
});
