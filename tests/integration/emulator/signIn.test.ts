import { readFileSync } from "node:fs";
import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import forge from "node-forge";
import { EmulatorCaller, subscriptionPath, type ErrorBody } from "../../support/emulator/emulatorCaller";

const clientId = "66666666-2222-4333-8444-555555555555";
const issuer = "https://token.actions.githubusercontent.com";
const subject = "repo:contoso/apim:ref:refs/heads/main";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start({ tls: true });
});
beforeEach(() => caller.control("POST", "reset"));
afterAll(() => caller.close());

function clientOptions(): object {
  const { url, caFile = "" } = caller.emulator;
  return { authorityHost: url, disableInstanceDiscovery: true, tlsOptions: { ca: readFileSync(caFile, "utf8") } };
}

function scope(): string {
  return `${caller.emulator.url}/.default`;
}

async function statusAtArm(token: string | undefined): Promise<unknown> {
  const headers = { authorization: `Bearer ${token ?? ""}` };
  const { status, body } = await caller.arm<Partial<ErrorBody>>("GET", subscriptionPath, { headers });
  return body.error === undefined ? status : [status, body.error.code];
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly error?: string;
  readonly error_codes?: readonly number[];
}

async function askForToken(form: Record<string, string>, tenant = caller.emulator.tenantId): Promise<TokenAnswer> {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, scope: scope(), ...form });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await caller.raw<TokenAnswer>("POST", `/${tenant}/oauth2/v2.0/token`, { headers, body: body.toString() }))
    .body;
}

function assertion(claims: object, key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 600;
  const signed = `${encode({ alg: "RS256" })}.${encode({ exp, ...claims })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

function makeCertificate(): { pem: string; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = "01";
  made.validity.notAfter = new Date(Date.now() + 86_400_000);
  made.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  const certificate = forge.pki.certificateToPem(made);
  return { pem: `${privateKey}${certificate}`, certificate };
}

describe("@azure/identity", () => {
  test("client secret: the token is let in by ARM, and says who it is", async () => {
    const credential = new ClientSecretCredential(caller.emulator.tenantId, clientId, "any", clientOptions());
    const { token } = await credential.getToken(scope());
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ tid: caller.emulator.tenantId, appid: clientId, aud: caller.emulator.url });
    expect(claims).toHaveProperty("oid");
    expect(claims).toHaveProperty("exp");
    expect(await statusAtArm(token)).toBe(200);
  });

  test("client certificate: only the registered one", async () => {
    const [mine, other] = [makeCertificate(), makeCertificate()];
    await caller.control("POST", "applications", { clientId, certificate: mine.certificate });
    const sign = (pem: string): Promise<{ token: string }> =>
      new ClientCertificateCredential(
        caller.emulator.tenantId,
        clientId,
        { certificate: pem },
        clientOptions(),
      ).getToken(scope());
    expect(await statusAtArm((await sign(mine.pem)).token)).toBe(200);
    await expect(sign(other.pem)).rejects.toThrow(/AADSTS700027/);
  });

  test("federated assertion: only the registered issuer and subject", async () => {
    await caller.control("POST", "applications", { clientId, federated: { issuer, subject } });
    const ask = (sub: string): Promise<{ token: string }> =>
      new ClientAssertionCredential(
        caller.emulator.tenantId,
        clientId,
        () => Promise.resolve(assertion({ iss: issuer, sub })),
        clientOptions(),
      ).getToken(scope());
    expect(await statusAtArm((await ask(subject)).token)).toBe(200);
    await expect(ask("repo:contoso/other")).rejects.toThrow(/AADSTS700213/);
  });
});

describe("refusals of the token endpoint", () => {
  test.each([
    { name: "wrong secret", form: { client_secret: "wrong" }, code: 7000215 },
    { name: "no credential", form: {}, code: 7000218 },
    { name: "unknown application", form: { client_id: "nobody", client_secret: "right" }, code: 700016 },
    { name: "another grant", form: { grant_type: "password" }, code: 70003 },
    { name: "a malformed assertion", form: { client_assertion: "x" }, code: 50027 },
    { name: "an expired assertion", form: { client_assertion: assertion({ iss: clientId, exp: 1 }) }, code: 700024 },
  ])("$name: AADSTS$code", async ({ form, code }) => {
    await caller.control("POST", "applications", { clientId, secret: "right" });
    expect((await askForToken(form as Record<string, string>)).error_codes).toEqual([code]);
  });

  test("an expired secret: AADSTS7000222", async () => {
    await caller.control("POST", "applications", { clientId, secret: "s", secretExpiresAt: "2020-01-01T00:00:00Z" });
    expect((await askForToken({ client_secret: "s" })).error_codes).toEqual([7000222]);
  });

  test("another tenant: AADSTS90002", async () => {
    const answer = await askForToken({ client_secret: "s" }, "99999999-2222-4333-8444-555555555555");
    expect(answer.error_codes).toEqual([90002]);
  });

  test.each([{}, { clientId, secret: 1 }, { clientId, certificate: "x" }, { clientId, secretExpiresAt: "soon" }])(
    "control applications %j: 400",
    async (body) => {
      expect((await caller.control("POST", "applications", body)).status).toBe(400);
    },
  );
});

describe("tokens at ARM", () => {
  test("expired: 401 ExpiredAuthenticationToken", async () => {
    const { access_token } = await askForToken({ client_secret: "s" });
    expect(await statusAtArm(access_token)).toBe(200);
    await caller.control("POST", "clock", { advance: "PT2H" });
    expect(await statusAtArm(access_token)).toEqual([401, "ExpiredAuthenticationToken"]);
  });

  test("for another audience: 401 InvalidAuthenticationTokenAudience; for Azure's own names it is let in", async () => {
    const tokenFor = async (audience: string): Promise<string | undefined> =>
      (await askForToken({ client_secret: "s", scope: `${audience}/.default` })).access_token;
    expect(await statusAtArm(await tokenFor("https://graph.microsoft.com"))).toEqual([
      401,
      "InvalidAuthenticationTokenAudience",
    ]);
    expect(await statusAtArm(await tokenFor("https://management.azure.com"))).toBe(200);
    expect(await statusAtArm(await tokenFor("https://management.core.windows.net/"))).toBe(200);
  });

  test("of somebody else, or none at all: 401 InvalidAuthenticationToken", async () => {
    const stranger = createPrivateKey(makeCertificate().pem);
    expect(await statusAtArm(assertion({ tid: caller.emulator.tenantId }, stranger))).toEqual([
      401,
      "InvalidAuthenticationToken",
    ]);
    expect(await statusAtArm("fake")).toEqual([401, "InvalidAuthenticationToken"]);
  });
});

describe("metadata", () => {
  const json = async (path: string, headers = {}): Promise<{ status: number; body: unknown }> =>
    caller.raw("GET", path, { headers });

  test("/metadata/endpoints: an object since 2022-09-01, an array before", async () => {
    const newer = (await json("/metadata/endpoints?api-version=2022-09-01")).body;
    expect(newer).toMatchObject({
      resourceManager: `${caller.emulator.url}/`,
      authentication: { loginEndpoint: caller.emulator.url, tenant: "common", identityProvider: "AAD" },
    });
    expect((await json("/metadata/endpoints?api-version=2020-06-01")).body).toEqual([newer]);
  });

  test("OpenID configuration: leads to the token endpoint and to the keys", async () => {
    const { tenantId, url } = caller.emulator;
    const { body } = await json(`/${tenantId}/v2.0/.well-known/openid-configuration`);
    expect(body).toMatchObject({ token_endpoint: `${url}/${tenantId}/oauth2/v2.0/token` });
    expect((await json(`/${tenantId}/discovery/v2.0/keys`)).body).toMatchObject({ keys: [{ kty: "RSA", use: "sig" }] });
  });

  test.each([
    ["a virtual machine's", "2018-02-01", { metadata: "true" }],
    ["App Service's", "2019-08-01", { "x-identity-header": "any" }],
  ])("managed identity, %s endpoint: a token with its header, 400 without it", async (_, version, headers) => {
    const resource = encodeURIComponent(caller.emulator.url);
    const path = `/metadata/identity/oauth2/token?api-version=${version}&resource=${resource}`;
    expect((await json(path)).status).toBe(400);
    const { body } = await json(path, headers);
    expect(await statusAtArm((body as TokenAnswer).access_token)).toBe(200);
  });

  test("journal: keeps no secret, assertion or token", async () => {
    const { access_token = "" } = await askForToken({
      client_secret: "s3cret",
      client_assertion: assertion({ iss: "i" }),
    });
    const text = JSON.stringify(await caller.journal());
    expect(text).toContain("client_credentials");
    for (const secret of ["s3cret", "eyJ", access_token]) expect(text).not.toContain(secret);
  });
});
