import { readFileSync } from "node:fs";
import { join } from "node:path";
import { certificates } from "../../provider/apim/certificates";
import { gateways } from "../../provider/apim/gateways";
import type { ArmClient } from "../../provider/arm/client";
import { createArmClient } from "../../provider/arm/createArmClient";
import { certificateLifecycle } from "../../provider/certificate/lifecycle";
import { readSettings, resolveSubscriptionId } from "../../provider/config";
import { gatewayKeyRotationLifecycle } from "../../provider/gatewayKeyRotation/lifecycle";
import { EngineResource } from "../support/engine";
import { PLACE, SERVICE, TestEmulator, type Fault } from "../support/emulator";
import { startLoopbackServer } from "../support/loopbackServer";
import { makePkcs12 } from "../support/pkcs12";
import { createTestHost, type TestHost } from "../support/testHost";
import { TestTime } from "../support/testTime";

const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
const section = (title: string): string => readme.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
const noConfig = { get: () => undefined };
const noProfile = { AZURE_CONFIG_DIR: "/nonexistent" };

const resourceId = `${SERVICE}/certificates/api`;
const [ours, theirs] = [makePkcs12({ commonName: "ours" }), makePkcs12({ commonName: "theirs" })];

let emulator: TestEmulator;
let host: TestHost;
const messages: string[] = [];

function clientOf(env: Readonly<Record<string, string>>): ArmClient {
  // Time passes while somebody sleeps, not before.
  const { now: clock, sleep } = new TestTime(undefined, () => new Promise(setImmediate));
  return createArmClient(readSettings(noConfig, env), { clock, sleep, random: () => 0.5, env: noProfile });
}

/** Collects what a call says while it waits, and what it fails with. */
async function collect(run: (onWait: (text: string) => void) => Promise<unknown>): Promise<void> {
  await run((text) => messages.push(text)).catch((error: unknown) => messages.push((error as Error).message));
}

async function collectWith(fault: Fault["fault"], times = 1): Promise<void> {
  await emulator.faults({ match: {}, times, fault });
  const client = clientOf({ APIM_EMULATOR_URL: emulator.url });
  await collect((onWait) => certificates.get({ client, resourceId, onWait }));
  await emulator.clearFaults();
}

const refusal = (status: number, code: string, headers: Record<string, string> = {}): Fault["fault"] => ({
  status,
  headers,
  body: { error: { code, message: "Azure's words." } },
});

async function provokeSignIn(): Promise<void> {
  const principal = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client" };
  for (const env of [
    { ...principal, ARM_CLIENT_CERTIFICATE_PATH: "/nonexistent.pfx" },
    { ARM_CLIENT_SECRET: "secret" },
    { ...principal, ARM_CLIENT_SECRET: "secret", ARM_METADATA_HOSTNAME: "https://management.example" },
  ]) {
    await collect(() => certificates.get({ client: clientOf(env), resourceId }));
  }
  await collect(() => Promise.resolve().then(() => resolveSubscriptionId(noConfig, noProfile)));
}

async function provokeNetwork(): Promise<void> {
  const tls = await TestEmulator.start({ tls: true });
  const stranger = await startLoopbackServer((response) => response.writeHead(403).end("<html></html>"));
  const listKeys = (url: string): Promise<void> =>
    collect(() => gateways.listKeys({ client: clientOf({ APIM_EMULATOR_URL: url }), resourceId: SERVICE }));
  await listKeys(tls.url);
  await tls.close();
  await listKeys(stranger.url);
  await stranger.close();
  await listKeys(stranger.url);
}

async function provokeService(): Promise<void> {
  const client = clientOf({ APIM_EMULATOR_URL: emulator.url });
  await collectWith({ status: 200, headers: { "Content-Type": "text/html" }, body: "<html></html>" });
  await collectWith({ status: 307, headers: { Location: "https://elsewhere.example/" } });
  await collectWith(refusal(403, "AuthorizationFailed", { "x-ms-request-id": "1" }));
  await collectWith(refusal(400, "MethodNotAllowedInPricingTier"));
  await collectWith(refusal(400, "InvalidApiVersionParameter"));
  await collectWith(refusal(429, "TooManyRequests", { "Retry-After": "45" }));
  await collectWith(refusal(409, "PessimisticConcurrencyConflict"), 1_000);
  const elsewhere = resourceId.replace("contoso", "fabrikam");
  await collect(() =>
    certificates.createOrUpdate({ client, resourceId: elsewhere, properties: { data: ours.base64 } }),
  );
  await collect(() => gateways.listKeys({ client, resourceId: `${SERVICE}/gateways/nowhere` }));
}

async function provokeAnHour(): Promise<void> {
  const settings = readSettings(noConfig, { APIM_EMULATOR_URL: emulator.url });
  const client = createArmClient(settings, { sleep: () => new Promise(() => undefined), env: noProfile });
  await emulator.faults({ match: {}, fault: refusal(429, "TooManyRequests", { "Retry-After": "3600" }) });
  for (let count = 0; count < 2; count += 1) await collect(() => certificates.get({ client, resourceId }));
}

async function provokeKeyVault(): Promise<void> {
  await emulator.control("POST", "vault-secrets", {
    secretIdentifier: "https://vault1.vault.azure.net/secrets/backend",
    data: ours.base64,
  });
  await emulator.control("POST", "identities", { service: SERVICE });
  const client = clientOf({ APIM_EMULATOR_URL: emulator.url });
  const keyVault = { secretIdentifier: "https://vault1.vault.azure.net/secrets/backend" };
  await collect(() => certificates.createOrUpdate({ client, resourceId, properties: { keyVault } }));
}

async function provokeCertificate(): Promise<void> {
  const certificate = new EngineResource(certificateLifecycle, host);
  const args = { ...PLACE, certificateId: "api", data: ours.base64 };
  const replaceByHand = (): Promise<unknown> =>
    emulator.arm("PUT", "/certificates/api", { ifMatch: "*", body: { properties: { data: theirs.base64 } } });
  const protectedFile = makePkcs12({ password: "right" });
  messages.push(...(await certificate.up({ ...args, data: protectedFile.base64, password: "wrong" })).failures);
  await certificate.up(args);
  messages.push(...(await new EngineResource(certificateLifecycle, host, "urn:other").up(args)).failures);
  await replaceByHand();
  messages.push(...(await certificate.up({ ...args, data: makePkcs12({ commonName: "renewed" }).base64 })).failures);
}

async function provokeRotation(): Promise<void> {
  const rotation = new EngineResource(gatewayKeyRotationLifecycle, host);
  const args = { ...PLACE, gatewayId: "edge", keyType: "primary" };
  await rotation.up(args);
  await emulator.faults({ match: { pathPattern: "/regenerateKey$" }, times: 3, fault: { drop: "before" } });
  messages.push(...(await rotation.up({ ...args, triggers: "1" })).failures);
  await emulator.clearFaults();
}

beforeAll(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService({ gateways: ["edge"] });
  host = createTestHost({ emulatorUrl: emulator.url, now: new Date().toISOString() });
  await provokeSignIn();
  await provokeNetwork();
  await provokeService();
  await provokeAnHour();
  await provokeKeyVault();
  await provokeCertificate();
  await provokeRotation();
}, 60_000);
afterAll(() => emulator.close());

const quoted = [...section("Troubleshooting").matchAll(/^\| `([^`]+)` /gm)].map(([, text = ""]) => text);

describe("the README's troubleshooting", () => {
  it("has its messages", () => {
    expect(quoted.length).toBeGreaterThan(20);
  });

  it.each(quoted)("%s: is what is really said", (text) => {
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*");
    expect(messages).toContainEqual(expect.stringMatching(new RegExp(pattern, "s")) as unknown);
  });
});

describe("the README's sign-in", () => {
  const unset = JSON.stringify(readSettings(noConfig, {}));
  const read = (name: string): string =>
    JSON.stringify(readSettings(noConfig, { [name]: name.includes("TENANT_IDS") ? '["a"]' : "true" }));
  const described = new Set(section("Sign-in").match(/\b(ARM|ACTIONS)_[A-Z_]+\b/g));

  it.each([...described])("%s: is a variable that is read", (name) => {
    expect(read(name)).not.toBe(unset);
  });

  it("describes every variable that is read", () => {
    const source = readFileSync(join(__dirname, "../../provider/signIn/settings.ts"), "utf8");
    const variables = [...new Set(source.match(/\b(ARM|ACTIONS|AZURE)_[A-Z_]+\b/g))];
    expect(variables.filter((name) => !section("Sign-in").includes(`\`${name}\``))).toEqual([]);
  });
});
