import { readFile } from "node:fs/promises";
import { TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type OperationResult, type TestProject } from "../support/pulumi";

const PASSWORD = "correct-horse-battery";
const file = makePkcs12({ commonName: "api.contoso.com", password: PASSWORD });
const soon = makePkcs12({ commonName: "soon.contoso.com", password: PASSWORD, days: 12 });
const expired = makePkcs12({ commonName: "old.contoso.com", password: PASSWORD, days: -10 });

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url, PFX_PASSWORD: PASSWORD } });
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

jest.setTimeout(120_000);

beforeEach(() => emulator.clearJournal());

afterEach(async () => {
  await project.stack.destroy();
});

async function program(args: string): Promise<void> {
  await project.writeProgram(`
const { Certificate } = require("pulumi-apim-credentials");
new Certificate("api", { resourceGroupName: "rg1", serviceName: "contoso", ${args} });
`);
}

function printed({ stdout, stderr }: OperationResult): string {
  return stdout + stderr;
}

/** Both in clear: the password, and any long piece of the file. */
function expectNoSecretIn(text: string): void {
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toContain(file.base64.slice(0, 40));
  expect(text).not.toContain(file.base64.slice(200, 240));
}

async function storedCertificate(): Promise<{ inputs: Record<string, unknown>; outputs: Record<string, unknown> }> {
  const { deployment } = JSON.parse(await project.stack.exportState()) as {
    deployment: { resources: { type: string; inputs: Record<string, unknown>; outputs: Record<string, unknown> }[] };
  };
  const found = deployment.resources.find(({ type }) => type.endsWith("apim-credentials:Certificate"));
  if (found === undefined) throw new Error("no certificate in the state");
  return found;
}

test("dataFile and passwordEnv: nothing of the file or the password in state, plan, output or debug log", async () => {
  await project.writeFile("client.pfx", file.bytes);
  await program(`dataFile: "client.pfx", passwordEnv: "PFX_PASSWORD"`);
  const plan = `${project.folder}/plan.json`;
  const preview = await project.stack.preview({ args: ["--save-plan", plan] });
  const up = await project.stack.up({ env: { APIM_CREDENTIALS_LOG: "debug" } });
  expect(up.exitCode).toBe(0);
  expectNoSecretIn(
    printed(preview) + printed(up) + (await readFile(plan, "utf8")) + (await project.stack.exportState()),
  );
  const { inputs, outputs } = await storedCertificate();
  for (const stored of [inputs, outputs]) {
    expect(stored).not.toHaveProperty("data");
    expect(stored).not.toHaveProperty("password");
  }
});

test("data and password: encrypted, once each, and nowhere in clear", async () => {
  await program(`data: "${file.base64}", password: "${PASSWORD}"`);
  const plan = `${project.folder}/plan.json`;
  const preview = await project.stack.preview({ args: ["--save-plan", plan, "--diff"] });
  const up = await project.stack.up({ args: ["--diff"] });
  const refresh = await project.stack.refresh({ args: ["--diff"] });
  expect([preview, up, refresh].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  const state = await project.stack.exportState();
  expectNoSecretIn(printed(preview) + printed(up) + printed(refresh) + (await readFile(plan, "utf8")) + state);
  const { inputs, outputs } = await storedCertificate();
  expect(inputs).toMatchObject({
    data: { ciphertext: expect.anything() as string },
    password: { ciphertext: expect.anything() as string },
  });
  expect(outputs).not.toHaveProperty("data");
  expect(outputs).not.toHaveProperty("password");
});

test("an error from Azure: one line with its request id, no stack trace, no secret", async () => {
  await project.writeFile("client.pfx", file.bytes);
  await program(`dataFile: "client.pfx", passwordEnv: "PFX_PASSWORD"`);
  const body = { error: { code: "AuthorizationFailed", message: "The client does not have authorization." } };
  await emulator.faults({ match: { method: "PUT" }, times: 1, fault: { status: 403, body } });
  const result = await project.stack.up();
  const [error] = result.messages.filter(({ severity, urn }) => severity === "error" && urn?.endsWith("::api"));
  expect(error?.text).toMatch(/AuthorizationFailed.*x-ms-request-id/s);
  expect(printed(result)).not.toMatch(/^\s+at .*\(/m);
  expectNoSecretIn(printed(result));
});

test("refresh without the right to read: an error, not gone; no stack trace", async () => {
  await project.writeFile("client.pfx", file.bytes);
  await program(`dataFile: "client.pfx", passwordEnv: "PFX_PASSWORD"`);
  await project.stack.up();
  const body = { error: { code: "AuthorizationFailed", message: "The client does not have authorization." } };
  await emulator.faults({ match: { method: "GET" }, times: 1, fault: { status: 403, body } });
  const result = await project.stack.refresh();
  expect(result.exitCode).not.toBe(0);
  expect(printed(result)).not.toMatch(/^\s+at .*\(/m);
  expect((await storedCertificate()).outputs.thumbprint).toBe(file.thumbprint);
});

test("expires soon: the preview warns on the resource's row", async () => {
  await project.writeFile("client.pfx", soon.bytes);
  await program(`dataFile: "client.pfx", passwordEnv: "PFX_PASSWORD"`);
  const { messages, exitCode } = await project.stack.preview();
  expect(exitCode).toBe(0);
  expect(messages).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      urn: expect.stringMatching(/::api$/) as string,
      text: expect.stringContaining(`expires on ${soon.expirationDate}, in 11 days`) as string,
    }),
  );
});

test("expired: the preview fails before any request", async () => {
  await project.writeFile("client.pfx", expired.bytes);
  await program(`dataFile: "client.pfx", passwordEnv: "PFX_PASSWORD"`);
  const { messages, exitCode } = await project.stack.preview();
  expect(exitCode).not.toBe(0);
  expect(messages.map(({ text }) => text).join()).toContain("set allowExpired");
  expect(await emulator.requests()).toEqual([]);
});
