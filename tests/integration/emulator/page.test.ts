import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { Script } from "node:vm";
import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";
import { makePfx } from "../../support/emulator/pfxFactory";

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

const browser = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].find(
  (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
);
if (browser === undefined) {
  process.stderr.write("Not tested: the emulator's page in a real browser, because no Chromium is on PATH.\n");
}

(browser === undefined ? test.skip : test)("/: drawn by a real browser, without a complaint", async () => {
  const pfx = makePfx("p", { commonName: "old.contoso.com", notAfter: new Date("2021-01-01T00:00:00Z") });
  const expired = { body: { properties: { data: pfx.data, password: "p" } } };
  await caller.arm("PUT", `${servicePath}/certificates/old`, expired);
  await caller.arm("PUT", `${servicePath}/gateways/gw2`, { body: { properties: { description: "<b>markup</b>" } } });
  await caller.control("DELETE", "journal");
  const options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"];
  const logged = ["--enable-logging=stderr", "--v=0"];
  const run = promisify(execFile)(browser ?? "", [...options, ...logged, caller.emulator.url], { timeout: 60_000 });
  const { stdout, stderr } = await run;
  for (const shown of ["gw1", "Developer", "&lt;b&gt;markup&lt;/b&gt;"]) expect(stdout).toContain(`<td>${shown}</td>`);
  expect(stdout).toContain('<td class="short bad">2021-01-01 00:00 UTC<small>expired</small></td>');
  expect(stdout).toContain(pfx.thumbprint);
  expect(stderr).not.toContain("CONSOLE");
  // Not even a search for its icon.
  expect(await caller.journal()).toEqual([]);
});
