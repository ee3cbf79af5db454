import { certificateLifecycle } from "../../provider/certificate/lifecycle";
import { gatewayKeyRotationLifecycle } from "../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../provider/gatewayToken/lifecycle";
import { EngineResource } from "../support/engine";
import { PLACE, TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createTestHost, type TestHost } from "../support/testHost";

const URN = "urn:pulumi:test::test::test::resource";
const [first, second] = [makePkcs12({ commonName: "first" }), makePkcs12({ commonName: "second" })];

let emulator: TestEmulator;
let host: TestHost;
beforeAll(async () => {
  emulator = await TestEmulator.start();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await emulator.reset();
  await emulator.givenService({ gateways: ["edge"] });
  host = createTestHost({ emulatorUrl: emulator.url, now: new Date().toISOString() });
});

/** The next request of this kind waits for 45 seconds. */
async function throttle(method: string, pathPattern: string): Promise<void> {
  await emulator.faults({
    match: { method, pathPattern },
    fault: { status: 429, headers: { "Retry-After": "45" }, body: { error: { code: "TooManyRequests" } } },
  });
}

/** The waits that were said, each with the resource whose row it is on. */
function waits(): string[] {
  return host.messages
    .filter(({ text }) => text.includes(" waits "))
    .map(({ text, urn, severity }) => `${severity} ${urn ?? "stack"} ${text.replace(/ until .*/, "")}`);
}

async function said(request: readonly [method: string, path: string], run: () => Promise<unknown>): Promise<string[]> {
  host.messages.length = 0;
  await throttle(...request);
  await run();
  return waits();
}

// A resource's row is known where the engine hands over its inputs: not for a refresh or a delete.
describe("a wait of more than ten seconds is said once, with the resource's name", () => {
  test("certificate", async () => {
    const certificate = new EngineResource(certificateLifecycle, host, URN);
    const args = { ...PLACE, certificateId: "api" };
    const path = "/certificates/api$";
    expect(await said(["HEAD", path], () => certificate.up({ ...args, data: first.base64 }))).toEqual([
      `info ${URN} api: Certificate look-up waits`,
    ]);
    expect(await said(["PUT", path], () => certificate.up({ ...args, data: second.base64 }))).toEqual([
      `info ${URN} api: Certificate update waits`,
    ]);
    expect(await said(["GET", path], () => certificate.refresh())).toEqual(["info stack api: Certificate get waits"]);
    expect(await said(["DELETE", path], () => certificate.destroy())).toEqual([
      "info stack api: Certificate delete waits",
    ]);
    expect((await emulator.arm("GET", "/certificates/api")).status).toBe(404);
  });

  test("rotation", async () => {
    const rotation = new EngineResource(gatewayKeyRotationLifecycle, host, URN);
    const args = { ...PLACE, gatewayId: "edge", keyType: "primary" };
    expect(await said(["POST", "/listKeys$"], () => rotation.up(args))).toEqual([
      `info ${URN} gateway "edge": Gateway list keys waits`,
    ]);
    expect(await said(["POST", "/regenerateKey$"], () => rotation.up({ ...args, triggers: "1" }))).toEqual([
      `info ${URN} gateway "edge": Gateway regenerate key waits`,
    ]);
    expect(await said(["POST", "/listKeys$"], () => rotation.up({ ...args, triggers: "2" }))).toEqual([
      `info ${URN} gateway "edge": Gateway list keys waits`,
    ]);
    expect(await said(["POST", "/listKeys$"], () => rotation.refresh())).toEqual([
      'info stack gateway "edge": Gateway list keys waits',
    ]);
    expect(rotation.saved?.outputs.rotationCount).toBe(2);
  });

  test("token", async () => {
    const token = new EngineResource(gatewayTokenLifecycle, host, URN);
    const generate = ["POST", "/generateToken$"] as const;
    expect(await said(generate, () => token.up({ ...PLACE, gatewayId: "edge", keyType: "primary" }))).toEqual([
      `info ${URN} gateway "edge": Gateway generate token waits`,
    ]);
    expect(await said(generate, () => token.refresh())).toEqual([
      'info stack gateway "edge": Gateway generate token waits',
    ]);
  });
});
