import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { runCommand } from "../../scripts/processes/runCommand";
import { makeExampleFolder } from "../support/azureNative/exampleProject";
import { zeroDowntimeWithCluster } from "../support/azureNative/zeroDowntimeWithCluster";
import { TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";

/** What Pulumi's mocks were asked for, and what the program exported. */
interface MockedRun {
  readonly registered: readonly { type: string; name: string; state: Record<string, unknown> }[];
  readonly outputs: Record<string, unknown>;
}

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const WITH_CLUSTER = "zero-downtime-rotation/withCluster.ts";
const password = "change-me";
const file = makePkcs12({ commonName: "backend.contoso.com", password });
const settings = {
  resourceGroup: "rg1",
  service: "contoso",
  certificateFile: "client.pfx",
  certificatePassword: password,
  vault: "contoso-kv",
  certificate: "backend-client",
  gateway: "edge",
  configurationEndpoint: "https://contoso.configuration.azure-api.net",
};

let root: string;
let folder: string;
let emulator: TestEmulator;

beforeAll(async () => {
  ({ root, folder } = await makeExampleFolder());
  emulator = await TestEmulator.start();
}, 20 * 60_000);
afterAll(async () => {
  await emulator.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => emulator.reset());

jest.setTimeout(120_000);

async function run(program: string, { preview }: { preview: boolean }): Promise<MockedRun> {
  const programFile = join(folder, "examples", program);
  const programFolder = join(programFile, "..");
  await mkdir(programFolder, { recursive: true });
  if (program === WITH_CLUSTER) await writeFile(programFile, await zeroDowntimeWithCluster());
  else await cp(join(checkout, "examples", program), programFile);
  await writeFile(join(programFolder, "client.pfx"), file.bytes);
  const config = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`example:${name}`, value]));
  const runner = join(checkout, "tests", "support", "azureNative", "underMocks.cjs");
  const { exitCode, stdout, stderr } = await runCommand({
    command: process.execPath,
    args: [runner, programFile, JSON.stringify({ config, preview })],
    cwd: programFolder,
    env: { ...process.env, APIM_EMULATOR_URL: emulator.url, CLIENT_PFX_PASSWORD: password },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  // Without an engine, messages come before it.
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as MockedRun;
}

function stateOf({ registered }: MockedRun, type: string): Record<string, unknown> | undefined {
  return registered.find((resource) => resource.type.endsWith(`:${type}`))?.state;
}

describe("with-azure-native under Pulumi's mocks", () => {
  test("preview: service and gateway are unknown, the thumbprint reaches the backend", async () => {
    const preview = await run("with-azure-native/index.ts", { preview: true });
    expect(preview.outputs).toEqual({ thumbprint: file.thumbprint, gatewayAuth: "[unknown]" });
    expect(stateOf(preview, "Certificate")).toMatchObject({ serviceName: UNKNOWN, thumbprint: file.thumbprint });
    expect(stateOf(preview, "GatewayKeyRotation")).toMatchObject({ gatewayId: UNKNOWN, activeKeyType: "primary" });
    expect(stateOf(preview, "Backend")).toMatchObject({ credentials: { certificate: [file.thumbprint] } });
    expect(await emulator.journal()).toEqual([]);
  });

  test("up: our resources are made in the emulator", async () => {
    const up = await run("with-azure-native/index.ts", { preview: false });
    expect(up.outputs).toMatchObject({ thumbprint: file.thumbprint });
    const token = String(up.outputs.gatewayAuth).replace("GatewayKey ", "");
    expect(await emulator.verifyToken("edge", token)).toMatchObject({ valid: true });
    const live = await emulator.arm("GET", "/certificates/backend-client");
    expect(live.body).toMatchObject({ properties: { thumbprint: file.thumbprint } });
  });
});

describe("key-vault-certificate under Pulumi's mocks", () => {
  const secretIdentifier = "https://contoso-kv.vault.azure.net/secrets/backend-client";

  test("preview: everything that Azure will say is unknown, the secret's address is known", async () => {
    const preview = await run("key-vault-certificate/index.ts", { preview: true });
    expect(stateOf(preview, "Certificate")).toMatchObject({
      keyVault: { secretIdentifier, identityClientId: UNKNOWN },
    });
    expect(preview.outputs).toMatchObject({ thumbprint: "[unknown]", lastReadOfVault: "[unknown]" });
    expect(await emulator.journal()).toEqual([]);
  });

  test("up: access is waited for, and the backend is given the certificate's id", async () => {
    await emulator.control("POST", "vault-secrets", { secretIdentifier, data: file.base64, password });
    const up = await run("key-vault-certificate/index.ts", { preview: false });
    expect(up.outputs).toMatchObject({ thumbprint: file.thumbprint, lastReadOfVault: "Success" });
    expect(stateOf(up, "Backend")).toMatchObject({
      credentials: { certificateIds: [expect.stringMatching(/\/service\/contoso\/certificates\/backend-client$/)] },
    });
  });
});

test("migrate-from-azure-native, both resources, under Pulumi's mocks: one upload, by azure-native", async () => {
  await emulator.givenService();
  await emulator.clearJournal();
  const up = await run("migrate-from-azure-native/steps/2-both.ts", { preview: false });
  expect(up.outputs).toEqual({ thumbprint: file.thumbprint });
  expect(await emulator.requests()).toEqual([
    "PUT certificates/backend-client 201",
    "HEAD certificates/backend-client 200",
    "GET certificates/backend-client 200",
  ]);
});

test("zero-downtime-rotation with a cluster, under Pulumi's mocks: the pods refer to the secret that has the token", async () => {
  await emulator.givenService({ gateways: ["edge"] });
  const up = await run(WITH_CLUSTER, { preview: false });
  const secret = stateOf(up, "Secret") as { stringData: { value: string } };
  expect(secret.stringData.value).toBe(up.outputs.gatewayAuth);
  const token = secret.stringData.value.replace("GatewayKey ", "");
  expect(await emulator.verifyToken("edge", token)).toMatchObject({ valid: true });
  expect(stateOf(up, "DeploymentSchedule")).toMatchObject({ pulumiOperation: "update", stack: "dev" });
});
