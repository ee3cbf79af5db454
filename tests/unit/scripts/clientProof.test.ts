import { existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatedCloud } from "../../../scripts/clientProof/emulatedCloud";
import { installOnce } from "../../../scripts/clientProof/installOnce";

describe("surroundings of somebody else's client", () => {
  let cloud: EmulatedCloud;
  beforeAll(async () => {
    cloud = await EmulatedCloud.start({ lenient: false });
  });
  afterAll(() => cloud.close());

  /** As a client that obeys HTTPS_PROXY asks for a connection. */
  async function connectThroughProxy(target: string): Promise<number | undefined> {
    const { hostname, port } = new URL(cloud.environment.HTTPS_PROXY ?? "");
    const asking = request({ hostname, port, method: "CONNECT", path: target });
    asking.end();
    const [response] = (await once(asking, "connect")) as [{ statusCode?: number }];
    return response.statusCode;
  }

  test("environment: has nothing of the machine's own settings", () => {
    expect(Object.keys(cloud.environment).filter((name) => /^(ARM|AZURE|TF|PULUMI|APIM)_/.test(name))).toEqual([]);
    expect(cloud.environment.HOME).toContain(cloud.folder);
  });

  test("a client that comes to the dead end: turned away, noted, and not a stray", async () => {
    let status: number | undefined;
    await cloud.expectNoWayTo("azure.example:443", async () => {
      status = await connectThroughProxy("azure.example:443");
    });
    expect(status).toBe(403);
    expect(cloud.strayTargets).toEqual([]);
  });

  test("a client that succeeds without coming to the dead end: the guard stops", async () => {
    const attempt = cloud.expectNoWayTo("elsewhere.example:443", () => Promise.resolve("answered"));
    await expect(attempt).rejects.toThrow("another way to elsewhere.example:443");
  });

  test("a host that nobody expected: a stray", async () => {
    await connectThroughProxy("telemetry.example:443");
    expect(cloud.strayTargets).toEqual(["telemetry.example:443"]);
  });
});

describe("installing once", () => {
  const cache = mkdtempSync(join(tmpdir(), "install-once-"));
  const before = process.env.XDG_CACHE_HOME;
  beforeAll(() => (process.env.XDG_CACHE_HOME = cache));
  afterAll(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    rmSync(cache, { recursive: true });
  });
  const say = (): void => undefined;

  test("two at once: made once, both get the same folder", async () => {
    let made = 0;
    const make = async (folder: string): Promise<void> => {
      made++;
      mkdirSync(folder);
      await new Promise((resolve) => setTimeout(resolve, 50));
      writeFileSync(join(folder, "tool"), "");
    };
    const [one, other] = await Promise.all([1, 2].map(() => installOnce({ name: "tool-1", say, make })));
    expect([made, one]).toEqual([1, other]);
    expect(existsSync(join(one ?? "", "tool"))).toBe(true);
  });

  test("a failure: nothing is left of it", async () => {
    const make = async (folder: string): Promise<void> => {
      mkdirSync(folder);
      await Promise.reject(new Error("no network"));
    };
    await expect(installOnce({ name: "tool-2", say, make })).rejects.toThrow("no network");
    expect(readdirSync(join(cache, "pulumi-apim-credentials")).filter((name) => name.includes("tool-2"))).toEqual([]);
  });
});
