import { SERVICE, TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type TestProject } from "../support/pulumi";

const VAULT = "https://kv.vault.azure.net";
const SECRET = `${VAULT}/secrets/api`;
const CLIENT_ID = "aaaaaaaa-1111-2222-3333-444444444444";
const GROUP = SERVICE.slice(0, SERVICE.indexOf("/providers/"));
const first = makePkcs12({ commonName: "first.contoso.com" });
const renewed = makePkcs12({ commonName: "renewed.contoso.com" });

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url } });
  await project.stack.setConfig("apim-credentials:keyVaultAccessTimeout", "PT1M");
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

jest.setTimeout(120_000);

beforeEach(async () => {
  await emulator.reset();
  await emulator.givenService();
  const identity = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
  await emulator.control("POST", "identities", { service: SERVICE, resourceId: identity, clientId: CLIENT_ID });
  await emulator.control("POST", "vault-access", { vault: VAULT, clientId: CLIENT_ID });
  await putInVault(first);
  await emulator.clearJournal();
});

// Each test leaves an empty stack.
afterEach(async () => {
  await project.stack.destroy();
});

async function putInVault(file: typeof first): Promise<{ versionedIdentifier: string }> {
  const secret = { secretIdentifier: SECRET, data: file.base64, password: "" };
  return (await emulator.control("POST", "vault-secrets", secret)) as { versionedIdentifier: string };
}

async function program(args: string): Promise<void> {
  await project.writeProgram(`
const { Certificate } = require("pulumi-apim-credentials");
const certificate = new Certificate("api", { resourceGroupName: "rg1", serviceName: "contoso", ${args} });
exports.thumbprint = certificate.thumbprint;
exports.status = certificate.keyVault.apply((vault) => vault?.lastStatus?.code);
`);
}

const keyVault = `keyVault: { secretIdentifier: "${SECRET}", identityClientId: "${CLIENT_ID}" }`;

test("created from Key Vault, the next preview is clean; a trigger reads the vault again", async () => {
  await program(`${keyVault}, refreshTriggers: 1`);
  const { outputs } = await project.stack.up();
  expect(outputs).toEqual({ thumbprint: first.thumbprint, status: "Success" });
  expect((await project.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);

  await putInVault(renewed);
  await program(`${keyVault}, refreshTriggers: 2`);
  await emulator.clearJournal();
  expect((await project.stack.up()).outputs.thumbprint).toBe(renewed.thumbprint);
  expect(await emulator.requests()).toEqual(["POST certificates/api/refreshSecret 200", "GET certificates/api 200"]);
});

test("renewed by Azure: refresh stores and says it, and the next preview is clean", async () => {
  await program(keyVault);
  await project.stack.up();
  await putInVault(renewed);
  await emulator.clock({ advance: "PT5H" });
  const { messages, exitCode } = await project.stack.refresh();
  expect(exitCode).toBe(0);
  expect(messages.map(({ text }) => text)).toContainEqual(
    expect.stringContaining(`Key Vault renewed the certificate with thumbprint ${first.thumbprint}`),
  );
  const preview = await project.stack.preview({ args: ["--expect-no-changes"] });
  expect(preview.exitCode).toBe(0);
});

test("access that arrives late is waited for", async () => {
  await emulator.control("POST", "vault-access", { vault: VAULT, clientId: CLIENT_ID, revoke: true });
  await emulator.control("POST", "vault-access", { vault: VAULT, clientId: CLIENT_ID, after: "PT12S" });
  await program(keyVault);
  expect((await project.stack.up()).outputs.thumbprint).toBe(first.thumbprint);
  const puts = (await emulator.requests()).filter((request) => request.startsWith("PUT"));
  expect(puts.at(0)).toBe("PUT certificates/api 400");
  expect(puts.at(-1)).toBe("PUT certificates/api 201");
});

test("a versioned identifier: the preview warns that it is never refreshed", async () => {
  const { versionedIdentifier } = await putInVault(first);
  await program(`keyVault: { secretIdentifier: "${versionedIdentifier}", identityClientId: "${CLIENT_ID}" }`);
  const { messages } = await project.stack.preview();
  expect(messages).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      text: expect.stringContaining("Azure will never refresh this certificate") as string,
    }),
  );
});

test("from an upload to Key Vault and back: updates in place", async () => {
  await project.writeFile("client.pfx", renewed.bytes);
  await program(`dataFile: "client.pfx"`);
  await project.stack.up();
  await program(keyVault);
  const moved = await project.stack.up();
  expect({ ops: moved.steps.map(({ op }) => op), thumbprint: moved.outputs.thumbprint }).toEqual({
    ops: ["update"],
    thumbprint: first.thumbprint,
  });
  await program(`dataFile: "client.pfx"`);
  const back = await project.stack.up();
  expect({ ops: back.steps.map(({ op }) => op), thumbprint: back.outputs.thumbprint }).toEqual({
    ops: ["update"],
    thumbprint: renewed.thumbprint,
  });
});
