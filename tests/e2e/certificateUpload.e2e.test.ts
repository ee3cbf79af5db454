import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { SERVICE, TestEmulator } from "../support/emulator";
import { makePkcs12, type TestPkcs12 } from "../support/pkcs12";
import { createProject, type Operation, type OperationResult, type TestProject } from "../support/pulumi";

const first = makePkcs12({ commonName: "first.contoso.com" });
const second = makePkcs12({ commonName: "second.contoso.com" });
const stranger = makePkcs12({ commonName: "stranger.contoso.com" });
const IDENTITY = "aaaaaaaa-1111-2222-3333-444444444444";
const IDENTITY_ID = `${SERVICE.slice(0, SERVICE.indexOf("/providers/"))}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url } });
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

jest.setTimeout(120_000);

beforeEach(async () => {
  await emulator.reset();
  await emulator.givenService();
});

/** A program that declares each id with its arguments, which are JavaScript. */
async function program(declared: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(declared).map(
    ([id, args]) => `new Certificate("${id}", { resourceGroupName: "rg1", serviceName: "contoso", ${args} });`,
  );
  await project.writeProgram(`const { Certificate } = require("pulumi-apim-credentials");\n${lines.join("\n")}\n`);
}

/** Somebody uploads without this stack. */
async function byHand(id: string, file: TestPkcs12): Promise<unknown> {
  const body = { properties: { data: file.base64, password: "" } };
  return (await emulator.arm("PUT", `/certificates/${id}`, { body, ifMatch: "*" })).body;
}

async function run(verb: "up" | "refresh" | "destroy", operation?: Operation): Promise<OperationResult> {
  await emulator.clearJournal();
  return project.stack[verb](operation);
}

/** What was asked about one certificate: `PUT 201`. */
async function requestsOf(id: string): Promise<string[]> {
  const requests = await emulator.requests();
  return requests.filter((request) => request.includes(`/${id} `)).map((request) => request.replace(/ \S+ /, " "));
}

function said({ messages }: OperationResult, id: string, severity: "error" | "warning" | "info"): string {
  return messages
    .filter((message) => message.severity === severity && message.urn?.endsWith(`::${id}`))
    .map(({ text }) => text)
    .join("\n");
}

async function live(id: string): Promise<string | undefined> {
  const { body } = await emulator.arm("GET", `/certificates/${id}`);
  return (body as { properties?: { thumbprint: string } }).properties?.thumbprint;
}

test("uploads that went wrong: each is said, nothing is lost, and the next up repairs", async () => {
  await project.writeFile("first.pfx", first.bytes);
  await project.writeFile("changing.pfx", first.bytes);
  await project.writeFile("changed.pfx", second.bytes);
  await program({
    lied: `dataFile: "first.pfx"`,
    overwrote: `dataFile: "first.pfx"`,
    changing: `dataFile: "changing.pfx"`,
  });
  const body = await byHand("lied", stranger);
  await emulator.arm("DELETE", "/certificates/lied", { ifMatch: "*" });
  const existing = await byHand("overwrote", first);
  const answers = { headers: { ETag: '"AAAAAAAAAAE="' } };
  await emulator.faults(
    { match: { method: "PUT", pathPattern: "/lied$" }, fault: { ...answers, status: 201, body } },
    { match: { method: "HEAD", pathPattern: "/overwrote$" }, fault: { status: 404 } },
    { match: { method: "PUT", pathPattern: "/overwrote$" }, fault: { ...answers, status: 200, body: existing } },
  );
  const preload = join(checkout, "tests", "support", "swapAfterReadPreload.cjs");
  const swap = {
    NODE_OPTIONS: `--require "${preload}"`,
    SWAP_FILE: join(project.folder, "changing.pfx"),
    SWAP_WITH: join(project.folder, "changed.pfx"),
  };
  // Without this, Pulumi does not begin what has not begun when one of them fails.
  const result = await run("up", { env: swap, args: ["--continue-on-error"] });
  expect(result.exitCode).not.toBe(0);
  expect(said(result, "lied", "error")).toContain(
    `holds thumbprint ${stranger.thumbprint} instead of ${first.thumbprint}`,
  );
  expect(said(result, "overwrote", "warning")).toContain("this upload REPLACED a certificate");
  expect(said(result, "changing", "error")).toContain("The file changed while this run was going on");
  expect(await requestsOf("changing")).toEqual([]);

  const repaired = await run("up");
  expect(repaired.exitCode).toBe(0);
  expect(await Promise.all(["lied", "overwrote", "changing"].map(live))).toEqual([
    first.thumbprint,
    first.thumbprint,
    second.thumbprint,
  ]);
  // Nothing of "lied" had arrived: an update that finds it gone creates it, and says so.
  expect(said(repaired, "lied", "warning")).toContain("created again");

  const message = "Certificate is in use by backend 'orders'.";
  const inUse = { status: 400, body: { error: { code: "ValidationError", message, details: [] } } };
  await emulator.faults({ match: { method: "DELETE", pathPattern: "/lied$" }, fault: inUse });
  const kept = await run("destroy");
  expect(kept.exitCode).not.toBe(0);
  expect(said(kept, "lied", "error")).toContain(message);
  expect(await live("lied")).toBe(first.thumbprint);
  expect((await run("destroy")).exitCode).toBe(0);
  expect(await live("lied")).toBeUndefined();
});

test("an ETag that somebody else has changed: looked at, and carried on where nothing that matters differs", async () => {
  const declared = (file: string): Promise<void> =>
    program({ same: `dataFile: "${file}"`, wanted: `dataFile: "${file}"`, gone: `dataFile: "${file}"` });
  await project.writeFile("first.pfx", first.bytes);
  await project.writeFile("second.pfx", second.bytes);
  await declared("first.pfx");
  expect((await run("up")).exitCode).toBe(0);

  await byHand("same", first);
  await byHand("wanted", second);
  await emulator.arm("DELETE", "/certificates/gone", { ifMatch: "*" });
  await declared("second.pfx");
  const updated = await run("up");
  expect(updated.exitCode).toBe(0);
  expect(await requestsOf("same")).toEqual(["PUT 412", "GET 200", "PUT 200"]);
  expect(await requestsOf("wanted")).toEqual(["PUT 412", "GET 200"]);
  expect(said(updated, "gone", "warning")).toContain("had been deleted outside; created again");
  expect(await Promise.all(["same", "wanted", "gone"].map(live))).toEqual(Array(3).fill(second.thumbprint));

  await byHand("same", second);
  await emulator.arm("DELETE", "/certificates/gone", { ifMatch: "*" });
  expect((await run("destroy")).exitCode).toBe(0);
  expect(await requestsOf("same")).toEqual(["DELETE 412", "GET 200", "DELETE 200"]);
  expect(await requestsOf("wanted")).toEqual(["DELETE 200"]);
  expect(await requestsOf("gone")).toEqual(["DELETE 204"]);
});

test("Key Vault: a vault that can no longer be read warns; access that never comes ends in an error that says what lacks", async () => {
  const vault = "https://kv.vault.azure.net";
  const secretIdentifier = `${vault}/secrets/api`;
  await emulator.control("POST", "identities", { service: SERVICE, resourceId: IDENTITY_ID, clientId: IDENTITY });
  await emulator.control("POST", "vault-access", { vault, clientId: IDENTITY });
  await emulator.control("POST", "vault-secrets", { secretIdentifier, data: first.base64, password: "" });
  const keyVault = (name: string): string =>
    `keyVault: { secretIdentifier: "${vault}/secrets/${name}", identityClientId: "${IDENTITY}" }`;
  await program({ api: keyVault("api") });
  expect((await run("up")).exitCode).toBe(0);
  await emulator.control("DELETE", "vault-secrets", { secretIdentifier });
  await emulator.clock({ advance: "PT5H" });
  const { messages, exitCode } = await run("refresh");
  expect(exitCode).toBe(0);
  expect(messages.map(({ text }) => text).join()).toContain("Azure could not read it from Key Vault: SecretNotFound");

  await emulator.control("POST", "vault-access", { vault, clientId: IDENTITY, revoke: true });
  await project.stack.setConfig("apim-credentials:keyVaultAccessTimeout", "PT1S");
  await program({ api: keyVault("api"), late: keyVault("late") });
  const refused = await run("up");
  expect(refused.exitCode).not.toBe(0);
  expect(said(refused, "late", "error")).toMatch(/Give the identity .* "Key Vault Secrets User"/s);
  expect((await run("destroy")).exitCode).toBe(0);
});
