import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../../provider/gatewayToken/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

// The procedure of docs/rotating-gateway-keys.md.

const place = { ...PLACE, gatewayId: "edge" };

let emulator: TestEmulator;
let host: TestHost;
let rotation: EngineResource;
let token: EngineResource;

beforeEach(async () => {
  emulator = await TestEmulator.start();
  await emulator.clock({ now: "2026-06-01T10:20:30Z" });
  await emulator.givenService({ gateways: ["edge"] });
  host = createTestHost({ emulatorUrl: emulator.url });
  rotation = new EngineResource(gatewayKeyRotationLifecycle, host);
  token = new EngineResource(gatewayTokenLifecycle, host, "urn:pulumi:test::test::test::token");
});

afterEach(() => emulator.close());

/** `pulumi up`; answers the token. */
async function up(keyType: string, leak: string): Promise<string> {
  await rotation.up({ ...place, keyType, rotateEvery: "P14D", triggers: { leak } });
  const { activeKeyType, rotationCount } = rotation.saved?.outputs ?? {};
  await token.up({ ...place, keyType: activeKeyType, triggers: rotationCount }, { sameRun: true });
  return String(token.saved?.outputs.token);
}

async function accepted(...tokens: string[]): Promise<boolean[]> {
  const verdicts = await Promise.all(tokens.map((value) => emulator.verifyToken("edge", value)));
  return verdicts.map((verdict) => (verdict as { valid: boolean }).valid);
}

test("the leaked key is named: its tokens die at once, the other key's go on, and the token that follows works", async () => {
  const onPrimary = await up("alternate", "none");
  const onSecondary = await up("alternate", "one calm rotation");
  expect(await accepted(onPrimary, onSecondary)).toEqual([true, true]);
  const issued = await up("primary", "a laptop was stolen");
  expect(await accepted(onPrimary, onSecondary, issued)).toEqual([false, true, true]);
});

test("both keys: one after the other, and only the last token is left", async () => {
  const onPrimary = await up("alternate", "none");
  const onSecondary = await up("alternate", "one calm rotation");
  const afterPrimary = await up("primary", "a laptop was stolen: primary");
  const afterSecondary = await up("secondary", "a laptop was stolen: secondary");
  // The one in between is signed with the new primary key, so gateways that have it already go on.
  expect(await accepted(onPrimary, onSecondary, afterPrimary, afterSecondary)).toEqual([false, false, true, true]);
});

test("back to alternate, with the trigger as it is: nothing is regenerated, and the token stays", async () => {
  await up("alternate", "none");
  const issued = await up("primary", "a laptop was stolen");
  await emulator.clearJournal();
  expect(await up("alternate", "a laptop was stolen")).toBe(issued);
  expect(await emulator.requests()).toEqual([]);
});
