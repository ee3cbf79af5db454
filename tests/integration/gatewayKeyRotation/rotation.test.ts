import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { UNKNOWN } from "../../../provider/unknown";
import { EngineResource } from "../../support/engine";
import { args, LIST_KEYS, REGENERATE, RotationScene } from "./scene";

const scene = new RotationScene();

describe("requests", () => {
  test("create: one listKeys; a changed trigger: listKeys, regenerateKey, listKeys; unchanged: none; refresh: one", async () => {
    await scene.rotation.up(args());
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS]);
    await scene.emulator.clearJournal();
    expect(await scene.rotation.up(args())).toMatchObject({ step: "same" });
    expect(await scene.emulator.requests()).toEqual([]);
    expect(await scene.rotation.up(args({ triggers: { release: 2 } }))).toMatchObject({ step: "update" });
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS]);
    await scene.emulator.clearJournal();
    await scene.rotation.refresh();
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS]);
    await scene.emulator.clearJournal();
    await scene.rotation.destroy();
    expect(await scene.emulator.requests()).toEqual([]);
    expect(scene.texts()).toContain("its keys stay as they are");
  });

  test("rotateOnCreate: listKeys, regenerateKey, listKeys", async () => {
    await scene.rotation.up(args({ rotateOnCreate: true }));
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS, REGENERATE, LIST_KEYS]);
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 1, lastRotationReason: "create" });
  });

  test("rotateOnCreate false, said or not: one listKeys", async () => {
    await scene.rotation.up(args({ rotateOnCreate: false }));
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS]);
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 0 });
  });

  test("keyType, rotateEvery: a change alone is an update without a request", async () => {
    await scene.rotation.up(args());
    await scene.emulator.clearJournal();
    expect(await scene.rotation.up(args({ keyType: "alternate" }))).toMatchObject({ step: "update" });
    expect(await scene.rotation.up(args({ keyType: "alternate", rotateEvery: "P30D" }))).toMatchObject({
      step: "update",
    });
    expect(await scene.emulator.requests()).toEqual([]);
  });

  test("letter case of the place: no change, and no other gateway", async () => {
    await scene.rotation.up(args());
    await scene.emulator.clearJournal();
    expect(await scene.rotation.up(args({ serviceName: "Contoso", gatewayId: "EDGE" }))).toMatchObject({
      step: "same",
    });
  });
});

describe("a rotation", () => {
  test("changes the named key, leaves the other one and stores neither", async () => {
    await scene.rotation.up(args());
    const before = await scene.keys();
    await scene.rotation.up(args({ triggers: { release: 2 } }));
    const after = await scene.keys();
    expect(after.primary).not.toBe(before.primary);
    expect(after.secondary).toBe(before.secondary);
    const state = JSON.stringify(scene.rotation.saved);
    for (const key of [...Object.values(before), ...Object.values(after)]) expect(state).not.toContain(key);
    const short = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
    expect(scene.rotation.saved?.outputs).toMatchObject({ primaryFingerprint: short, secondaryFingerprint: short });
  });

  test("says which key, which trigger, and what it means", async () => {
    await scene.rotation.up(args());
    await scene.rotation.up(args({ triggers: { release: 2 } }));
    expect(scene.host.messages).toContainEqual({
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
    await scene.rotation.up(args());
    await gatewayKeyRotationLifecycle.check(scene.host, scene.rotation.saved?.inputs ?? {}, args(change));
    expect(scene.texts()).toContain(`${says} of gateway "edge" is regenerated.`);
  });

  test("not known before a create: nothing is said, since nothing is regenerated", async () => {
    await gatewayKeyRotationLifecycle.check(scene.host, {}, args({ triggers: UNKNOWN, rotateEvery: UNKNOWN }));
    expect(scene.host.messages).toEqual([]);
  });

  test("due: says since when", async () => {
    await scene.rotation.up(args({ rotateEvery: "P30D" }));
    scene.host.time = new Date("2026-07-15T00:00:00Z");
    await scene.rotation.up(args({ rotateEvery: "P30D" }));
    expect(scene.texts()).toContain("(due since 2026-07-01T11:00:00Z, rotateEvery is P30D)");
  });

  test("forced replacement, with alternate and rotateOnCreate: regenerates the key that is not in use", async () => {
    const calm = args({ keyType: "alternate", rotateOnCreate: true });
    await scene.rotation.up(calm);
    expect(scene.rotation.saved?.outputs.activeKeyType).toBe("secondary");
    const before = await scene.keys();
    expect(await scene.rotation.forceReplacement(calm)).toMatchObject({ step: "replace" });
    expect(scene.rotation.saved?.outputs.activeKeyType).toBe("primary");
    expect((await scene.keys()).secondary).toBe(before.secondary);
  });

  test("warns when the other key changed as well", async () => {
    await scene.rotation.up(args());
    // Between the two looks somebody else regenerates the other key: the answer of regenerateKey waits for it.
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { delayMs: 200 } });
    const run = scene.rotation.up(args({ triggers: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await scene.regenerateByHand("secondary");
    await run;
    expect(scene.texts()).toContain("the secondary key changed too");
  });
});

describe("a key regenerated by hand", () => {
  test("shows on refresh; the next up clears it with one listKeys and no regeneration", async () => {
    await scene.rotation.up(args());
    await scene.regenerateByHand("primary");
    await scene.rotation.refresh();
    expect(scene.rotation.saved).toMatchObject({ inputs: { changedOutside: true }, outputs: { changedOutside: true } });
    await scene.emulator.clearJournal();
    expect(await scene.rotation.up(args())).toMatchObject({ step: "update" });
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS]);
    expect(scene.rotation.saved).toMatchObject({
      inputs: { changedOutside: false },
      outputs: { changedOutside: false },
    });
    expect(await scene.rotation.up(args())).toMatchObject({ step: "same" });
  });

  test.each([
    { keyType: "primary", by: "secondary", changed: false },
    { keyType: "secondary", by: "secondary", changed: true },
    { keyType: "alternate", by: "primary", changed: true },
    { keyType: "alternate", by: "secondary", changed: true },
  ] as const)("$keyType judges a new $by key as changed outside: $changed", async ({ keyType, by, changed }) => {
    await scene.rotation.up(args({ keyType }));
    await scene.regenerateByHand(by);
    await scene.rotation.refresh();
    expect(scene.rotation.saved?.outputs.changedOutside).toBe(changed);
  });

  test("a gateway that is gone is created again, as far as its rotation goes", async () => {
    await scene.rotation.up(args());
    await scene.emulator.arm("DELETE", "/gateways/edge", { ifMatch: "*" });
    await scene.rotation.refresh();
    expect(scene.rotation.saved).toBeUndefined();
  });
});

describe("two rotations of one gateway", () => {
  function second(): EngineResource {
    return new EngineResource(gatewayKeyRotationLifecycle, scene.host, "urn:pulumi:test::test::test::second");
  }

  test("run one after another, and neither warns about the other", async () => {
    const other = second();
    await scene.rotation.up(args());
    await other.up(args({ keyType: "secondary" }));
    await scene.emulator.clearJournal();
    const runs = [
      scene.rotation.up(args({ triggers: 2 })),
      other.up(args({ keyType: "secondary", triggers: 2 }), { sameRun: true }),
    ];
    await Promise.all(runs);
    expect(await scene.emulator.requests()).toEqual([
      LIST_KEYS,
      REGENERATE,
      LIST_KEYS,
      LIST_KEYS,
      REGENERATE,
      LIST_KEYS,
    ]);
    expect(scene.texts()).not.toContain("changed too");
  });

  test("alternate twice is refused, naming the other", async () => {
    await scene.rotation.up(args({ keyType: "alternate" }));
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
      says: 'must be "primary", "secondary" or "alternate"',
    },
    { name: "a period that is none", change: { rotateEvery: "30 days" }, says: "ISO 8601" },
    { name: "no period at all", change: { rotateEvery: "PT0S" }, says: "longer than zero" },
  ])("$name is refused before any request", async ({ change, says }) => {
    const { step, failures } = await scene.rotation.up(args(change));
    expect({ step, text: failures.join() }).toEqual({ step: "failed", text: expect.stringContaining(says) as string });
    expect(await scene.emulator.requests()).toEqual([]);
  });

  test("a missing gateway: an error that names gateway and service", async () => {
    const { failures } = await scene.rotation.up(args({ gatewayId: "nowhere" }));
    expect(failures.join()).toMatch(/nowhere.*contoso/s);
  });

  test("a tier without self-hosted gateways: an error that says which tiers have them", async () => {
    const body = {
      error: { code: "MethodNotAllowedInPricingTier", message: "Method not allowed in this pricing tier" },
    };
    await scene.emulator.faults({ match: { pathPattern: "listKeys" }, times: 1, fault: { status: 400, body } });
    const { failures } = await scene.rotation.up(args());
    expect(failures.join()).toMatch(/Developer.*Premium/s);
  });
});
