import { gatewayTokenLifecycle } from "../../../provider/gatewayToken/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

const NOW = "2026-06-01T10:20:30Z";
const GENERATE = "POST gateways/edge/generateToken 200";

let emulator: TestEmulator;
let host: TestHost;
let token: EngineResource;

beforeAll(async () => {
  emulator = await TestEmulator.start();
});

afterAll(() => emulator.close());

beforeEach(async () => {
  await emulator.reset();
  await emulator.clock({ now: NOW });
  await emulator.givenService({ gateways: ["edge"] });
  await emulator.clearJournal();
  host = createTestHost({ emulatorUrl: emulator.url, now: NOW });
  token = new EngineResource(gatewayTokenLifecycle, host);
});

function args(more: object = {}): Record<string, unknown> {
  return { ...PLACE, gatewayId: "edge", keyType: "primary", ...more };
}

async function timeIs(now: string): Promise<void> {
  host.time = new Date(now);
  await emulator.clock({ now });
}

function current(): string {
  return String(token.saved?.outputs.token);
}

test("create: one request, a token that works, for 29 days down to the hour", async () => {
  await token.up(args());
  expect(await emulator.requests()).toEqual([GENERATE]);
  expect(token.saved?.outputs.expiresAt).toBe("2026-06-30T10:00:00Z");
  expect(current()).toMatch(/^edge&202606301000&/);
  expect(await emulator.verifyToken("edge", current())).toMatchObject({ valid: true, keyType: "primary" });
});

test.each([
  { at: "2026-06-23T09:59:59Z", step: "same" },
  { at: "2026-06-23T10:00:00Z", step: "update" },
  { at: "2026-07-10T00:00:00Z", step: "update" },
])("at $at the next up is: $step", async ({ at, step }) => {
  await token.up(args());
  await emulator.clearJournal();
  await timeIs(at);
  expect((await token.up(args())).step).toBe(step);
  expect(await emulator.requests()).toEqual(step === "same" ? [] : [GENERATE]);
});

test("an expired one is said loudly", async () => {
  await token.up(args());
  await timeIs("2026-07-10T00:00:00Z");
  await token.up(args());
  expect(host.messages).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      text: expect.stringContaining("EXPIRED on 2026-06-30T10:00:00Z") as string,
    }),
  );
});

test.each([
  { change: { keyType: "secondary" }, step: "update" },
  { change: { triggers: 2 }, step: "update" },
  { change: { gatewayId: "other" }, step: "replace" },
  { change: { gatewayId: "EDGE" }, step: "same" },
  { change: { validFor: "P10D" }, step: "same" },
  { change: { renewBefore: "P3D" }, step: "same" },
])("a change of $change: $step", async ({ change, step }) => {
  await emulator.givenService({ gateways: ["edge", "other"] });
  await token.up(args({ triggers: 1 }));
  expect((await token.up(args({ triggers: 1, ...change }))).step).toBe(step);
});

test("the key behind it regenerated: found by refresh with one request, issued anew by the next up", async () => {
  await token.up(args());
  await emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType: "primary" } });
  const revoked = current();
  await emulator.clearJournal();
  await token.refresh();
  expect(await emulator.requests()).toEqual([GENERATE]);
  expect((await token.up(args())).step).toBe("update");
  expect(current()).not.toBe(revoked);
  expect(await emulator.verifyToken("edge", current())).toMatchObject({ valid: true });
  expect((await token.up(args())).step).toBe("same");
});

test("refresh of a good one: one request, no change", async () => {
  await token.up(args());
  const before = token.saved;
  await token.refresh();
  expect(token.saved).toEqual(before);
});

test("the same hour, another key: a changed trigger is enough", async () => {
  await token.up(args({ triggers: 0 }));
  const revoked = current();
  await emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType: "primary" } });
  await token.up(args({ triggers: 1 }));
  expect(token.saved?.outputs.expiresAt).toBe("2026-06-30T10:00:00Z");
  expect(current()).not.toBe(revoked);
});

test("delete: sends nothing, and says that the token goes on working", async () => {
  await token.up(args());
  await emulator.clearJournal();
  await token.destroy();
  expect(await emulator.requests()).toEqual([]);
  expect(host.messages.at(-1)?.text).toContain("Azure cannot revoke a token: it works until 2026-06-30T10:00:00Z");
});

test("P30D: capped below Azure's limit, and accepted", async () => {
  expect((await token.up(args({ validFor: "P30D" }))).step).toBe("create");
});

test("less than a day: to the minute", async () => {
  await token.up(args({ validFor: "PT2H", renewBefore: "PT30M" }));
  expect(token.saved?.outputs.expiresAt).toBe("2026-06-01T12:20:00Z");
});

test.each([
  { change: { validFor: "P31D" }, says: "validFor: is longer than 30 days" },
  { change: { validFor: "P1M2D" }, says: "validFor: is longer than 30 days" },
  { change: { validFor: "P5D", renewBefore: "P5D" }, says: "renewBefore: must be shorter than validFor" },
  { change: { validFor: "P5D" }, says: "renewBefore: must be shorter than validFor" },
  { change: { validFor: "soon" }, says: "validFor: must be an ISO 8601 duration" },
  { change: { keyType: "alternate" }, says: "rotation.activeKeyType" },
  { change: { gatewayId: "managed" }, says: "gatewayId: must be a self-hosted gateway" },
])("$change is refused before any request", async ({ change, says }) => {
  const { step, failures } = await token.up(args(change));
  expect({ step, text: failures.join() }).toEqual({ step: "failed", text: expect.stringContaining(says) as string });
  expect(await emulator.requests()).toEqual([]);
});
