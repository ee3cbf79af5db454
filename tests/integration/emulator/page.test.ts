import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { Script } from "node:vm";
import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
  await caller.furnish();
});
afterAll(() => caller.close());

interface Overview {
  readonly gateways: readonly { readonly name: string }[];
  readonly requests: readonly { readonly method: string; readonly status: string; readonly remark: string }[];
}

test("/: HTML that may load nothing from elsewhere", async () => {
  const response = await fetch(caller.emulator.url);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await response.text();
  expect(html).toContain("<title>API Management emulator</title>");
  expect(html).not.toMatch(/https?:\/\//);
  expect(html).not.toContain("innerHTML");
});

test("/: its script can be parsed", async () => {
  const html = await (await fetch(caller.emulator.url)).text();
  const script = /<script>(.*)<\/script>/s.exec(html)?.[1] ?? "";
  expect(script).toContain("setInterval");
  expect(() => new Script(script)).not.toThrow();
});

test("overview: services, gateways and the last requests, newest first, without keys", async () => {
  const keys = (await caller.arm<Record<string, string>>("POST", `${servicePath}/gateways/gw1/listKeys`)).body;
  await caller.control("POST", "faults", [{ fault: { drop: "before" } }]);
  await caller.arm("GET", servicePath).catch(() => undefined);
  const { body, text } = await caller.control<Overview>("GET", "overview");
  expect(body).toMatchObject({ services: [{ name: "apim1", tier: "Developer" }], gateways: [{ name: "gw1" }] });
  expect(body.requests.map(({ method, status }) => [method, status])).toEqual([
    ["GET", "connection dropped"],
    ["POST", "200"],
  ]);
  expect(body.requests[0]?.remark).toContain("drop");
  expect(text).not.toContain(keys.primary);
});

test("/: nothing of it is in the journal", async () => {
  await caller.control("DELETE", "journal");
  await fetch(caller.emulator.url);
  await caller.control("GET", "overview");
  expect(await caller.journal()).toEqual([]);
});

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
);
const inBrowser = browser === undefined ? test.skip : test;

inBrowser(
  `/: shows the gateway in a real browser${browser === undefined ? " (skipped: no Chromium here)" : ""}`,
  async () => {
    const options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"];
    const { stdout } = await promisify(execFile)(browser ?? "", [...options, caller.emulator.url], { timeout: 60_000 });
    expect(stdout).toContain("<td>gw1</td>");
    expect(stdout).toContain("<td>Developer</td>");
  },
);
