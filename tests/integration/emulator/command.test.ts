import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEmulatorCommand } from "../../../emulator/emulatorCommand";
import { startEmulator } from "../../../emulator/startEmulator";
import { servicePath } from "../../support/emulator/emulatorCaller";
import { spawnEmulator, type EmulatorProcess } from "./emulatorProcess";

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "emulator-command-"));
const running: EmulatorProcess[] = [];
afterEach(() => running.splice(0).forEach(({ child }) => child.kill("SIGKILL")));
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): EmulatorProcess {
  const started = spawnEmulator(...args);
  running.push(started);
  return started;
}

const headers = { authorization: "Bearer test", "content-type": "application/json" };

async function put(url: string, path: string, body: object): Promise<number> {
  const target = `${url}${path}?api-version=2021-08-01`;
  return (await fetch(target, { method: "PUT", headers, body: JSON.stringify(body) })).status;
}

async function keysOf(url: string): Promise<unknown> {
  const target = `${url}${servicePath}/gateways/gw1/listKeys?api-version=2021-08-01`;
  return await (await fetch(target, { method: "POST", headers })).json();
}

const service = {
  location: "westus",
  sku: { name: "Developer" },
  properties: { publisherEmail: "a@b.c", publisherName: "n" },
  identity: { type: "SystemAssigned" },
};

test.each(["SIGINT", "SIGTERM"] as const)("%s: the URL alone on stdout, then a clean end", async (signal) => {
  const emulator = start("--port", "0");
  const url = await emulator.firstLine;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await put(url, servicePath, service)).toBe(201);
  emulator.child.kill(signal);
  expect(await emulator.exit).toBe(0);
  expect(emulator.stderr()).toBe("");
});

test("--tls: HTTPS, and the authority's path on stderr, which is gone afterwards", async () => {
  const emulator = start("--tls");
  expect(await emulator.firstLine).toMatch(/^https:/);
  const caFile = (await emulator.stderrMatch(/authority is in (\S+)/))[1] ?? "";
  expect(readFileSync(caFile, "utf8")).toContain("BEGIN CERTIFICATE");
  emulator.child.kill("SIGTERM");
  expect(await emulator.exit).toBe(0);
  expect(() => readFileSync(caFile)).toThrow(/ENOENT/);
});

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process: for what ends by itself. */
async function run(...args: string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  const stdout = jest.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => (err += String(text)) !== "");
  try {
    return { status: await runEmulatorCommand(args), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

test("a port in use: status 1 and a sentence that says so", async () => {
  const other = await startEmulator();
  const { port } = new URL(other.url);
  const { status, out, err } = await run("--port", port);
  expect([status, out]).toEqual([1, ""]);
  expect(err).toContain(`port ${port} of 127.0.0.1 is in use`);
  await other.close();
});

test("a host that is not of this machine: status 1", async () => {
  const { status, err } = await run("--host", "192.0.2.1");
  expect([status, err]).toEqual([1, expect.stringContaining("192.0.2.1 is not an address of this machine")]);
});

test("--service and --gateway: they are there from the start, and the journal is empty", async () => {
  const emulator = start("--service", "rg/apim", "--service", "RG2/other", "--gateway", "gw1", "--gateway", "gw2");
  const url = await emulator.firstLine;
  const zeros = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups";
  for (const service of [`${zeros}/rg/providers`, `${zeros}/rg2/providers`].map((group, index) =>
    [group, "Microsoft.ApiManagement/service", ["apim", "other"][index]].join("/"),
  )) {
    const answer = await fetch(`${url}${service}/gateways?api-version=2021-08-01`, { headers });
    const { value } = (await answer.json()) as { value: { name: string }[] };
    expect(value.map(({ name }) => name)).toEqual(["gw1", "gw2"]);
  }
  // Only what this test has asked.
  expect(await (await fetch(`${url}/_emulator/journal`)).json()).toHaveLength(2);
});

test("--gateway with a name that is not allowed: status 2, in the emulator's words", async () => {
  const { status, out, err } = await run("--service", "rg/apim", "--gateway", "a".repeat(81));
  expect([status, out]).toEqual([2, ""]);
  expect(err).toMatch(/gateways\/a{81}: /);
});

test.each([
  [["--port", "x"]],
  [["--port", "65536"]],
  [["--unknown"]],
  [["more"]],
  [["--service", "apim"]],
  [["--gateway", "gw1"]],
  [["--service", "rg/apim", "--tls"]],
])("%j: status 2", async (args) => {
  const { status, out, err } = await run(...args);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain("Usage:");
});

test("--help: status 0", async () => {
  const { status, out } = await run("--help");
  expect([status, out]).toEqual([0, expect.stringContaining("Usage: apim-credentials emulator")]);
});

test("--state: survives kill -9, in a file that only its owner reads", async () => {
  const file = join(folder, "state.json");
  const first = start("--state", file);
  const url = await first.firstLine;
  await put(url, servicePath, service);
  await put(url, `${servicePath}/gateways/gw1`, { properties: {} });
  await fetch(`${url}/_emulator/clock`, { method: "POST", body: '{"advance":"P400D"}' });
  const keys = await keysOf(url);
  first.child.kill("SIGKILL");
  await first.exit;
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["state.json"]);

  const second = start("--state", file);
  const again = await second.firstLine;
  expect(await keysOf(again)).toEqual(keys);
  const { now } = (await (await fetch(`${again}/_emulator/clock`)).json()) as { now: string };
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(399 * 86_400_000);
});

test.each(["{", "{}", '{"state":{"version":99}}'])("--state with %s: status 1, and the file stays", async (text) => {
  const file = join(folder, "other.json");
  writeFileSync(file, text);
  const { status, err } = await run("--state", file);
  expect([status, err]).toEqual([1, expect.stringContaining("other.json is not a state file")]);
  expect(readFileSync(file, "utf8")).toBe(text);
});
