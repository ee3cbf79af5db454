import { execFileSync } from "node:child_process";
import { request } from "node:http";
import { servicePath } from "../../support/emulator/emulatorCaller";
import { spawnEmulator, type EmulatorProcess } from "./emulatorProcess";

jest.setTimeout(120_000);

const headers = { authorization: "Bearer test", "content-type": "application/json" };
const service = {
  location: "westus",
  sku: { name: "Developer" },
  properties: { publisherEmail: "a@b.c", publisherName: "n" },
};

let emulator: EmulatorProcess;
let url: string;

beforeAll(async () => {
  emulator = spawnEmulator();
  url = await emulator.firstLine;
  expect(await send("PUT", "", JSON.stringify(service))).toBe(201);
  // Whatever is loaded at the first request is there before it is measured.
  await flood(200, () => send("PUT", "/gateways/edge", "{}"));
});

afterAll(() => emulator.child.kill());

function send(method: string, path: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const target = `${url}${servicePath}${path}?api-version=2021-08-01`;
    const sent = request(target, { method, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    sent.on("response", (response) => {
      response.resume().on("close", () => resolve(response.statusCode ?? 0));
    });
    // A body that is too large is not read to its end, so the connection may break while it is being written.
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}

/** So many, 50 at a time. */
async function flood(count: number, one: (index: number) => Promise<unknown>): Promise<void> {
  for (let begun = 0; begun < count; begun += 50)
    await Promise.all(Array.from({ length: 50 }, (_, index) => one(begun + index)));
}

function residentMiB(): number {
  const { pid = 0 } = emulator.child;
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

test("600 MB of bodies that are too large, and 200 MB of entries for the journal: the process stays below 400 MB", async () => {
  const before = residentMiB();
  const tooLarge = "x".repeat(6_000_000);
  await flood(100, async () => expect([0, 413]).toContain(await send("PUT", "/gateways/edge", tooLarge)));
  const filler = JSON.stringify({ properties: { description: "d" }, filler: "y".repeat(20_000) });
  await flood(10_000, (index) => send("PUT", `/gateways/none-${index}/nothing`, filler));
  expect(await send("GET", "/gateways", "")).toBe(200);
  expect(residentMiB()).toBeLessThan(Math.max(400, 2 * before));
  expect(emulator.stderr()).toBe("");
});
