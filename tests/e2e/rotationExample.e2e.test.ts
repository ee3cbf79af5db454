import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { ensureBuilt } from "../../scripts/build/ensureBuilt";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";
import { PulumiStack, type Operation } from "../../scripts/pulumiRun/pulumiStack";
import { TestEmulator } from "../support/emulator";
import { ExamplePage } from "../support/examplePage";

const DAY_MS = 86_400_000;
const LIST_KEYS = "POST gateways/edge/listKeys 200";
const REGENERATE = "POST gateways/edge/regenerateKey 204";
const GENERATE = "POST gateways/edge/generateToken 200";

let emulator: TestEmulator;
const page = new ExamplePage("zero-downtime-rotation");
let stack: PulumiStack;
let folder: string;

beforeAll(async () => {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureBuilt(say);
  const cli = await findPulumiCli({ say });
  emulator = await TestEmulator.start();
  await emulator.givenService({ gateways: ["edge"] });
  folder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-example-")));
  const preload = join(checkout, "tests", "support", "clockPreload.cjs");
  stack = await PulumiStack.create({
    cli,
    programFolder: join(checkout, "examples", "zero-downtime-rotation"),
    workFolder: folder,
    env: { APIM_EMULATOR_URL: emulator.url, NODE_OPTIONS: `--require "${preload}"` },
  });
  for (const [name, value] of [
    ["resourceGroup", "rg1"],
    ["service", "contoso"],
    ["gateway", "edge"],
  ] as const)
    await stack.setConfig(name, value);
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

jest.setTimeout(120_000);

async function onDay(day: number): Promise<Operation> {
  await emulator.clearJournal();
  await emulator.clock({ now: new Date(Date.now() + day * DAY_MS).toISOString() });
  return { env: { CLOCK_OFFSET_MS: String(day * DAY_MS) } };
}

/** What is deployed: `GatewayKey`, a blank, and the token. */
async function deployedToken(): Promise<string> {
  const { stdout } = await stack.command(["stack", "output", "gatewayAuth", "--show-secrets"]);
  expect(stdout).toMatch(/^GatewayKey edge&\d{12}&\S{88}$/m);
  return stdout.trim().slice("GatewayKey ".length);
}

async function isAccepted(token: string): Promise<boolean> {
  return ((await emulator.verifyToken("edge", token)) as { valid: boolean }).valid;
}

describe("examples/zero-downtime-rotation", () => {
  test("day 0: the keys are recorded, and a token is issued, shown nowhere", async () => {
    const up = await stack.up(await onDay(0));
    expect({ exitCode: up.exitCode, auth: up.outputs.gatewayAuth }).toEqual({ exitCode: 0, auth: "[secret]" });
    expect(await emulator.requests()).toEqual([LIST_KEYS, GENERATE]);
    expect(await isAccepted(await deployedToken())).toBe(true);
  });

  test("day 13: nothing to do", async () => {
    const up = await stack.up({ ...(await onDay(13)), args: ["--expect-no-changes"] });
    expect(up.exitCode).toBe(0);
    expect(await emulator.requests()).toEqual([]);
  });

  test("days 15 and 30: each rotates and issues a token; what was deployed before works until the rotation after", async () => {
    const first = await deployedToken();
    page.see(await stack.preview({ ...(await onDay(15)), args: ["--diff"] }));
    expect(page.see(await stack.up(await onDay(15))).exitCode).toBe(0);
    expect(await emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS, GENERATE]);
    const second = await deployedToken();
    expect(await Promise.all([first, second].map(isAccepted))).toEqual([true, true]);

    // Before the first token expires on its own, on day 29.
    expect((await stack.up({ ...(await onDay(15)), args: ["--expect-no-changes"] })).exitCode).toBe(0);
    expect((await stack.up(await onDay(30))).exitCode).toBe(0);
    const third = await deployedToken();
    await onDay(15);
    expect(await Promise.all([first, second, third].map(isAccepted))).toEqual([false, true, true]);
  });

  test("the page shows nothing that these runs have not printed", async () => {
    expect(await page.linesNotSeen()).toEqual([]);
  });
});
