import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";
import type { ScenarioResult } from "./adapterProcess";
import { startConnectProxy, type ConnectProxy } from "./connectProxy";
import { runAdapter } from "./runAdapter";

const resourceId = `${servicePath}/certificates/backend`;
const letIn = { values: ["undefined"] };

let caller: EmulatorCaller;
let plain: EmulatorCaller;
let proxy: ConnectProxy;
let lockedProxy: ConnectProxy;
beforeAll(async () => {
  caller = await EmulatorCaller.start({ tls: true });
  plain = await EmulatorCaller.start();
  proxy = await startConnectProxy();
  lockedProxy = await startConnectProxy("proxy-password");
});
afterAll(async () => {
  proxy.close();
  lockedProxy.close();
  await caller.close();
  await plain.close();
});

async function run(env: Readonly<Record<string, string>>): Promise<{ result: ScenarioResult; stderr: string }> {
  const { url, caFile = "", tenantId } = caller.emulator;
  const principal = { ARM_TENANT_ID: tenantId, ARM_CLIENT_ID: "client", ARM_CLIENT_SECRET: "client-secret" };
  const { results, stderr } = await runAdapter([{ env: {}, resourceId, requests: 1 }], {
    ...principal,
    ARM_METADATA_HOSTNAME: new URL(url).host,
    NODE_EXTRA_CA_CERTS: caFile,
    ...env,
  });
  const [result] = results;
  if (!result) throw new Error("no result");
  return { result, stderr };
}

describe("a proxy", () => {
  it("HTTPS_PROXY: sign-in and requests go through it", async () => {
    const { host } = new URL(caller.emulator.url);
    expect((await run({ HTTPS_PROXY: proxy.url })).result).toMatchObject(letIn);
    expect(proxy.tunnels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(proxy.tunnels)).toEqual(new Set([host]));
  });

  it("NO_PROXY: goes past it", async () => {
    const before = proxy.tunnels.length;
    expect((await run({ HTTPS_PROXY: proxy.url, NO_PROXY: "example.com,127.0.0.1" })).result).toMatchObject(letIn);
    expect(proxy.tunnels).toHaveLength(before);
  });

  // The emulator is at 127.0.0.1; a leading dot means "all that ends so", which the end of an address can stand in for.
  it.each([
    [".0.0.1", "past", "begins with a dot"],
    ["0.0.1", "through", "is only the end of the name"],
    ["*", "through", "is a wildcard"],
    ["127.0.0.1:PORT", "through", "has a port"],
    ["127.0.0.0/8", "through", "is an address range"],
  ])("NO_PROXY=%s: goes %s it, the entry %s", async (entry, way) => {
    const before = proxy.tunnels.length;
    const NO_PROXY = entry.replace("PORT", new URL(caller.emulator.url).port);
    expect((await run({ HTTPS_PROXY: proxy.url, NO_PROXY })).result).toMatchObject(letIn);
    expect(proxy.tunnels.length > before ? "through" : "past").toBe(way);
  });

  it("with credentials in its URL: they are used, and never shown", async () => {
    const { result, stderr } = await run({ HTTPS_PROXY: lockedProxy.url, APIM_CREDENTIALS_LOG: "debug" });
    expect(result).toMatchObject(letIn);
    expect(stderr).not.toContain("proxy-password");
  });

  it("that wants credentials: is said", async () => {
    const { result } = await run({ HTTPS_PROXY: lockedProxy.url.replace("user:proxy-password@", "") });
    expect(result.error?.message).toMatch(/407/);
  });

  it("that is not a URL: is said, without its text", async () => {
    const { result } = await run({ HTTPS_PROXY: "http://user:proxy-password@:bad" });
    expect(result.error).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/HTTPS_PROXY/) as unknown,
    });
    expect(result.error?.all).not.toContain("proxy-password");
  });

  it("and the emulator: never meet", async () => {
    const before = proxy.tunnels.length;
    const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, APIM_EMULATOR_URL: plain.emulator.url };
    expect((await run(env)).result).toMatchObject({ ...letIn, identityWasLoaded: false });
    expect(proxy.tunnels).toHaveLength(before);
  });
});

describe("trust", () => {
  it("without NODE_EXTRA_CA_CERTS: an unknown CA is refused at once, and the variable is named", async () => {
    const { result } = await run({ NODE_EXTRA_CA_CERTS: "" });
    expect(result.error?.message).toMatch(/is not trusted \(\w+\); .*NODE_EXTRA_CA_CERTS/);
  });
});

describe("the debug log", () => {
  it.each([
    ["APIM_CREDENTIALS_LOG", "debug"],
    ["AZURE_LOG_LEVEL", "info"],
    ["AZURE_LOG_LEVEL", "verbose"],
  ])("%s=%s: method, path, status, attempt and ids on stderr; no token, no secret", async (name, value) => {
    const { stderr } = await run({ [name]: value });
    expect(stderr).toMatch(
      /apim-credentials: HEAD \/subscriptions\/.*\/certificates\/backend -> 404, x-ms-request-id [\w-]+ \(attempt 1, \d+ ms\)/,
    );
    expect(stderr).not.toMatch(/eyJ|client-secret|Bearer [A-Za-z0-9]/);
  });

  it("is off by default", async () => {
    expect((await run({})).stderr).toBe("");
  });
});
