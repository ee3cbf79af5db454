import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { UNKNOWN } from "../../../provider/unknown";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

const LIST_KEYS = "POST gateways/edge/listKeys 200";
const FORBIDDEN = { status: 403, body: { error: { code: "AuthorizationFailed", message: "not allowed" } } };
const REGENERATE = "POST gateways/edge/regenerateKey 204";

let emulator: TestEmulator;
let host: TestHost;
let rotation: EngineResource;

beforeAll(async () => {
  emulator = await TestEmulator.start();
});

afterAll(() => emulator.close());

beforeEach(async () => {
  await emulator.reset();
  await emulator.givenService({ gateways: ["edge"] });
  await emulator.clearJournal();
  host = createTestHost({ emulatorUrl: emulator.url });
  rotation = new EngineResource(gatewayKeyRotationLifecycle, host);
});

function args(more: object = {}): Record<string, unknown> {
  return { ...PLACE, gatewayId: "edge", keyType: "primary", triggers: { release: 1 }, ...more };
}

async function keys(): Promise<{ primary: string; secondary: string }> {
  return (await emulator.arm("POST", "/gateways/edge/listKeys")).body as { primary: string; secondary: string };
}

async function regenerateByHand(keyType: "primary" | "secondary"): Promise<void> {
  await emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType } });
}

function texts(): string {
  return host.messages.map(({ text }) => text).join("\n");
}

describe("requests", () => {
  test("create: one listKeys; a changed trigger: listKeys, regenerateKey, listKeys; unchanged: none; refresh: one", async () => {
    await rotation.up(args());
    expect(await emulator.requests()).toEqual([LIST_KEYS]);
    await emulator.clearJournal();
    expect(await rotation.up(args())).toMatchObject({ step: "same" });
    expect(await emulator.requests()).toEqual([]);
    expect(await rotation.up(args({ triggers: { release: 2 } }))).toMatchObject({ step: "update" });
    expect(await emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS]);
    await emulator.clearJournal();
    await rotation.refresh();
    expect(await emulator.requests()).toEqual([LIST_KEYS]);
    await emulator.clearJournal();
    await rotation.destroy();
    expect(await emulator.requests()).toEqual([]);
    expect(texts()).toContain("its keys stay as they are");
  });

  test("rotateOnCreate: listKeys, regenerateKey, listKeys", async () => {
    await rotation.up(args({ rotateOnCreate: true }));
    expect(await emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS]);
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 1, lastRotationReason: "create" });
  });

  test("keyType, rotateEvery: a change alone is an update without a request", async () => {
    await rotation.up(args());
    await emulator.clearJournal();
    expect(await rotation.up(args({ keyType: "alternate" }))).toMatchObject({ step: "update" });
    expect(await rotation.up(args({ keyType: "alternate", rotateEvery: "P30D" }))).toMatchObject({ step: "update" });
    expect(await emulator.requests()).toEqual([]);
  });

  test("letter case of the place: no change, and no other gateway", async () => {
    await rotation.up(args());
    await emulator.clearJournal();
    expect(await rotation.up(args({ serviceName: "Contoso", gatewayId: "EDGE" }))).toMatchObject({ step: "same" });
  });
});

describe("a rotation", () => {
  test("changes the named key, leaves the other one and stores neither", async () => {
    await rotation.up(args());
    const before = await keys();
    await rotation.up(args({ triggers: { release: 2 } }));
    const after = await keys();
    expect(after.primary).not.toBe(before.primary);
    expect(after.secondary).toBe(before.secondary);
    const state = JSON.stringify(rotation.saved);
    for (const key of [...Object.values(before), ...Object.values(after)]) expect(state).not.toContain(key);
  });

  test("says which key, which trigger, and what it means", async () => {
    await rotation.up(args());
    await rotation.up(args({ triggers: { release: 2 } }));
    expect(host.messages).toContainEqual({
      severity: "warning",
      urn: "urn:pulumi:test::test::test::resource",
      text: 'regenerates the primary key of gateway "edge" (changed: release): tokens signed with it STOP WORKING at once; deploy new ones right after.',
    });
  });

  test.each([
    {
      change: { triggers: { release: UNKNOWN } },
      says: "triggers: not known before the up, which decides whether the primary key",
    },
    {
      change: { rotateEvery: UNKNOWN },
      says: "rotateEvery: not known before the up, which decides whether the primary key",
    },
    {
      change: { keyType: UNKNOWN, triggers: UNKNOWN },
      says: "keyType, triggers: not known before the up, which decides whether a key",
    },
  ])("$change: preview says that the up decides", async ({ change, says }) => {
    await rotation.up(args());
    await gatewayKeyRotationLifecycle.check(host, rotation.saved?.inputs ?? {}, args(change));
    expect(texts()).toContain(`${says} of gateway "edge" is regenerated.`);
  });

  test("not known before a create: nothing is said, since nothing is regenerated", async () => {
    await gatewayKeyRotationLifecycle.check(host, {}, args({ triggers: UNKNOWN, rotateEvery: UNKNOWN }));
    expect(host.messages).toEqual([]);
  });

  test("due: says since when", async () => {
    await rotation.up(args({ rotateEvery: "P30D" }));
    host.time = new Date("2026-07-15T00:00:00Z");
    await rotation.up(args({ rotateEvery: "P30D" }));
    expect(texts()).toContain("(due since 2026-07-01T11:00:00Z, rotateEvery is P30D)");
  });

  test("forced replacement, with alternate and rotateOnCreate: regenerates the key that is not in use", async () => {
    const calm = args({ keyType: "alternate", rotateOnCreate: true });
    await rotation.up(calm);
    expect(rotation.saved?.outputs.activeKeyType).toBe("secondary");
    const before = await keys();
    expect(await rotation.forceReplacement(calm)).toMatchObject({ step: "replace" });
    expect(rotation.saved?.outputs.activeKeyType).toBe("primary");
    expect((await keys()).secondary).toBe(before.secondary);
  });

  test("warns when the other key changed as well", async () => {
    await rotation.up(args());
    // Between the two looks somebody else regenerates the other key: the answer of regenerateKey waits for it.
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { delayMs: 200 } });
    const run = rotation.up(args({ triggers: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await regenerateByHand("secondary");
    await run;
    expect(texts()).toContain("the secondary key changed too");
  });
});

describe("an answer that is lost", () => {
  const change = args({ triggers: { release: 2 } });

  beforeEach(async () => {
    await rotation.up(args());
    await emulator.clearJournal();
  });

  async function regenerations(): Promise<number> {
    return (await emulator.journal()).filter(({ path }) => path.endsWith("regenerateKey")).length;
  }

  test("carried out: looked at, found changed, not repeated", async () => {
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "after" } });
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(await regenerations()).toBe(1);
    expect(texts()).toContain("was lost, but the primary key has changed: rotated once");
  });

  test("not carried out: looked at, found unchanged, repeated once", async () => {
    const before = await keys();
    await emulator.clearJournal();
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "before" } });
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(await regenerations()).toBe(2);
    expect((await keys()).primary).not.toBe(before.primary);
  });

  test("and no look is possible: a partial failure; the next up verifies, and repeats nothing", async () => {
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "after" } });
    host.sleep = () => emulator.faults({ match: { pathPattern: "listKeys" }, times: 1, fault: FORBIDDEN });
    const failed = await rotation.up(change);
    expect(failed.failures.join()).toContain('Whether the primary key of gateway "edge" was regenerated is not known');
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 0, __pending: "primary" });
    await emulator.clearJournal();
    await rotation.refresh();
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(await emulator.requests()).toEqual([LIST_KEYS, LIST_KEYS]);
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
    expect(rotation.saved?.outputs).not.toHaveProperty("__pending");
    expect(await rotation.up(change)).toMatchObject({ step: "same" });
  });

  test("and never carried out: a partial failure; the next up looks, and regenerates once", async () => {
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 3, fault: { drop: "before" } });
    expect((await rotation.up(change)).step).toBe("failed");
    expect(await regenerations()).toBe(3);
    const before = await keys();
    await emulator.clearJournal();
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(await regenerations()).toBe(1);
    expect((await keys()).primary).not.toBe(before.primary);
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });

  test("204, but the key is the old one: an error that says so; the next up looks first", async () => {
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { status: 204 } });
    const failed = await rotation.up(change);
    expect(failed.failures.join()).toContain("Azure confirmed that the primary key");
    expect(await regenerations()).toBe(1);
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(await regenerations()).toBe(2);
  });

  test("a refusal is final: nothing is stored, and the next up rotates", async () => {
    const before = rotation.saved;
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: FORBIDDEN });
    expect((await rotation.up(change)).failures.join()).toContain("AuthorizationFailed");
    expect(rotation.saved).toEqual(before);
    expect(await rotation.up(change)).toMatchObject({ step: "update" });
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });
});

describe("a killed run", () => {
  test("the next up rotates again, and says that the key had already changed", async () => {
    await rotation.up(args());
    await rotation.up(args({ triggers: 2 }), { killed: true });
    expect(await rotation.up(args({ triggers: 2 }))).toMatchObject({ step: "update" });
    expect(texts()).toContain("the primary key had already changed since the last run that could save its state");
    expect(rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });
});

describe("a key regenerated by hand", () => {
  test("shows on refresh; the next up clears it with one listKeys and no regeneration", async () => {
    await rotation.up(args());
    await regenerateByHand("primary");
    await rotation.refresh();
    expect(rotation.saved).toMatchObject({ inputs: { changedOutside: true }, outputs: { changedOutside: true } });
    await emulator.clearJournal();
    expect(await rotation.up(args())).toMatchObject({ step: "update" });
    expect(await emulator.requests()).toEqual([LIST_KEYS]);
    expect(rotation.saved).toMatchObject({ inputs: { changedOutside: false }, outputs: { changedOutside: false } });
    expect(await rotation.up(args())).toMatchObject({ step: "same" });
  });

  test.each([
    { keyType: "primary", by: "secondary", changed: false },
    { keyType: "secondary", by: "secondary", changed: true },
    { keyType: "alternate", by: "primary", changed: true },
    { keyType: "alternate", by: "secondary", changed: true },
  ] as const)("$keyType judges a new $by key as changed outside: $changed", async ({ keyType, by, changed }) => {
    await rotation.up(args({ keyType }));
    await regenerateByHand(by);
    await rotation.refresh();
    expect(rotation.saved?.outputs.changedOutside).toBe(changed);
  });

  test("a gateway that is gone is created again, as far as its rotation goes", async () => {
    await rotation.up(args());
    await emulator.arm("DELETE", "/gateways/edge", { ifMatch: "*" });
    await rotation.refresh();
    expect(rotation.saved).toBeUndefined();
  });
});

describe("two rotations of one gateway", () => {
  function second(): EngineResource {
    return new EngineResource(gatewayKeyRotationLifecycle, host, "urn:pulumi:test::test::test::second");
  }

  test("run one after another, and neither warns about the other", async () => {
    const other = second();
    await rotation.up(args());
    await other.up(args({ keyType: "secondary" }));
    await emulator.clearJournal();
    const runs = [
      rotation.up(args({ triggers: 2 })),
      other.up(args({ keyType: "secondary", triggers: 2 }), { sameRun: true }),
    ];
    await Promise.all(runs);
    expect(await emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS, LIST_KEYS, REGENERATE, LIST_KEYS]);
    expect(texts()).not.toContain("changed too");
  });

  test("alternate twice is refused, naming the other", async () => {
    await rotation.up(args({ keyType: "alternate" }));
    const { failures } = await second().up(args({ keyType: "alternate", gatewayId: "EDGE" }), { sameRun: true });
    expect(failures).toEqual([expect.stringContaining('has another "alternate" rotation in this program, "resource"')]);
  });
});

describe("a gateway that cannot be rotated", () => {
  test.each([
    { name: "managed", change: { gatewayId: "managed" }, says: "self-hosted" },
    {
      name: "a key type that does not exist",
      change: { keyType: "both" },
      says: 'must be "primary" or "secondary" or "alternate"',
    },
    { name: "a period that is none", change: { rotateEvery: "30 days" }, says: "ISO 8601" },
    { name: "no period at all", change: { rotateEvery: "PT0S" }, says: "longer than zero" },
  ])("$name is refused before any request", async ({ change, says }) => {
    const { step, failures } = await rotation.up(args(change));
    expect({ step, text: failures.join() }).toEqual({ step: "failed", text: expect.stringContaining(says) as string });
    expect(await emulator.requests()).toEqual([]);
  });

  test("a missing gateway: an error that names gateway and service", async () => {
    const { failures } = await rotation.up(args({ gatewayId: "nowhere" }));
    expect(failures.join()).toMatch(/nowhere.*contoso/s);
  });

  test("a tier without self-hosted gateways: an error that says which tiers have them", async () => {
    const body = {
      error: { code: "MethodNotAllowedInPricingTier", message: "Method not allowed in this pricing tier" },
    };
    await emulator.faults({ match: { pathPattern: "listKeys" }, times: 1, fault: { status: 400, body } });
    const { failures } = await rotation.up(args());
    expect(failures.join()).toMatch(/Developer.*Premium/s);
  });
});
