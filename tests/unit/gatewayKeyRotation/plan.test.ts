import { parseDuration, type Duration } from "../../../provider/duration";
import { planCreate, planUpdate, type Planned } from "../../../provider/gatewayKeyRotation/plan";
import type { RotationInputs, RotationKeyType } from "../../../provider/gatewayKeyRotation/state";

const NOW = new Date("2026-06-01T10:20:30Z");

function duration(text: string): Duration {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(`not a duration: ${text}`);
  return parsed;
}

function stored(planned: Planned, declared: { keyType: RotationKeyType; triggers?: unknown }): RotationInputs {
  const place = { subscriptionId: "s", resourceGroupName: "g", serviceName: "a", gatewayId: "w" };
  return { ...place, ...declared, ...planned.plan };
}

describe("planCreate", () => {
  test("records the keys as they are", () => {
    const { plan, rotation } = planCreate(NOW, { keyType: "secondary", every: undefined });
    expect(rotation).toBeUndefined();
    expect(plan).toMatchObject({ activeKeyType: "secondary", rotationCount: 0, changedOutside: false });
    expect(plan.nextRotationAt).toBeUndefined();
  });

  test.each([
    { declared: { keyType: "primary" }, regenerated: "primary", survivor: undefined },
    { declared: { keyType: "secondary" }, regenerated: "secondary", survivor: undefined },
    { declared: { keyType: "alternate" }, regenerated: "secondary", survivor: "primary" },
    { declared: { keyType: "alternate", initialKeyType: "secondary" }, regenerated: "primary", survivor: "secondary" },
  ] as const)("rotateOnCreate: $declared regenerates $regenerated", ({ declared, regenerated, survivor }) => {
    const { plan, rotation } = planCreate(NOW, { ...declared, rotateOnCreate: true, every: undefined });
    expect(rotation).toEqual({ keyType: regenerated, reason: "create", triggers: [], survivor });
    expect(plan).toMatchObject({ activeKeyType: regenerated, rotationCount: 1, lastRotatedKeyType: regenerated });
  });

  test("rotateEvery: the first rotation is due a period after creation, rounded up to the hour", () => {
    const { plan } = planCreate(NOW, { keyType: "primary", every: duration("P30D") });
    expect(plan.nextRotationAt).toBe("2026-07-01T11:00:00Z");
  });
});

describe("planUpdate", () => {
  const created = planCreate(NOW, { keyType: "primary", every: undefined });

  test.each([
    { name: "the same", from: { a: [1, { b: "x" }] }, to: { a: [1, { b: "x" }] }, changed: undefined },
    { name: "map keys in another order", from: { a: 1, b: 2 }, to: { b: 2, a: 1 }, changed: undefined },
    { name: "a map's value", from: { a: 1, b: 2 }, to: { a: 1, b: 3 }, changed: ["b"] },
    { name: "a list's item", from: ["x", "y"], to: ["x", "z"], changed: ["[1]"] },
    { name: "a list's order", from: ["x", "y"], to: ["y", "x"], changed: ["[0]", "[1]"] },
    { name: "a plain value", from: "1", to: "2", changed: ["triggers"] },
    { name: "a number that became a string", from: 1, to: "1", changed: ["triggers"] },
    { name: "added", from: undefined, to: { a: 1 }, changed: ["triggers"] },
    { name: "removed", from: { a: 1 }, to: undefined, changed: ["triggers"] },
    { name: "a deep value", from: { a: { b: { c: 1 } } }, to: { a: { b: { c: 2 } } }, changed: ["a"] },
    { name: "a list that became a map", from: ["x"], to: { 0: "x" }, changed: ["triggers"] },
  ])("triggers: $name", ({ from, to, changed }) => {
    const before = stored(created, { keyType: "primary", triggers: from });
    const { plan, rotation } = planUpdate(NOW, { keyType: "primary", triggers: to, every: undefined }, before);
    expect(rotation?.triggers).toEqual(changed);
    expect(plan.rotationCount).toBe(changed === undefined ? 0 : 1);
  });

  test("alternate: each rotation regenerates the key not in use, and makes it the active one", () => {
    let before = stored(planCreate(NOW, { keyType: "alternate", every: undefined }), { keyType: "alternate" });
    const active: string[] = [];
    for (let release = 1; release <= 4; release++) {
      const declared = { keyType: "alternate" as const, triggers: release, every: undefined };
      const planned = planUpdate(NOW, declared, before);
      expect(planned.rotation?.keyType).not.toBe(before.activeKeyType);
      expect(planned.rotation?.survivor).toBe(before.activeKeyType);
      before = stored(planned, declared);
      active.push(before.activeKeyType);
    }
    expect(active).toEqual(["secondary", "primary", "secondary", "primary"]);
  });

  test.each([
    { from: "primary", to: "alternate", regenerated: "secondary" },
    { from: "secondary", to: "alternate", regenerated: "primary" },
    { from: "alternate", to: "primary", regenerated: "primary" },
    { from: "alternate", to: "secondary", regenerated: "secondary" },
    { from: "primary", to: "secondary", regenerated: "secondary" },
  ] as const)("keyType: $from → $to changes nothing until the next rotation, of $regenerated", (row) => {
    const before = stored(planCreate(NOW, { keyType: row.from, every: undefined }), { keyType: row.from });
    const switched = planUpdate(NOW, { keyType: row.to, every: undefined }, before);
    expect(switched.rotation).toBeUndefined();
    expect(switched.plan.activeKeyType).toBe(before.activeKeyType);
    const next = planUpdate(
      NOW,
      { keyType: row.to, triggers: 2, every: undefined },
      stored(switched, { keyType: row.to }),
    );
    expect(next.rotation?.keyType).toBe(row.regenerated);
  });
});

describe("rotateEvery", () => {
  const every = duration("P30D");
  const before = stored(planCreate(NOW, { keyType: "primary", every }), { keyType: "primary" });

  test.each([
    { at: "2026-07-01T10:59:59Z", due: false },
    { at: "2026-07-01T11:00:00Z", due: true },
    { at: "2027-07-01T00:00:00Z", due: true },
    { at: "2020-01-01T00:00:00Z", due: false },
  ])("at $at a rotation is due: $due", ({ at, due }) => {
    const { plan, rotation } = planUpdate(new Date(at), { keyType: "primary", every }, before);
    expect(rotation?.reason).toBe(due ? "schedule" : undefined);
    expect(plan.rotationCount).toBe(due ? 1 : 0);
  });

  test("a stack that was not run for a year rotates once, and its period starts again", () => {
    const late = new Date("2027-07-01T00:30:00Z");
    const first = planUpdate(late, { keyType: "primary", every }, before);
    expect(first.plan.nextRotationAt).toBe("2027-07-31T01:00:00Z");
    const second = planUpdate(late, { keyType: "primary", every }, stored(first, { keyType: "primary" }));
    expect(second.rotation).toBeUndefined();
  });

  test("a rotation by trigger restarts the period", () => {
    const at = new Date("2026-06-20T08:00:00Z");
    const { plan, rotation } = planUpdate(at, { keyType: "primary", triggers: 1, every }, before);
    expect(rotation?.reason).toBe("trigger");
    expect(plan.nextRotationAt).toBe("2026-07-20T08:00:00Z");
  });

  test("a changed period counts from the last rotation", () => {
    const { plan, rotation } = planUpdate(NOW, { keyType: "primary", every: duration("P60D") }, before);
    expect(rotation).toBeUndefined();
    expect(plan.nextRotationAt).toBe("2026-07-31T11:00:00Z");
  });

  test("a period that is added later counts from the last rotation too, and may be due at once", () => {
    const without = stored(planCreate(NOW, { keyType: "primary", every: undefined }), { keyType: "primary" });
    const { rotation } = planUpdate(new Date("2026-09-01T00:00:00Z"), { keyType: "primary", every }, without);
    expect(rotation?.reason).toBe("schedule");
  });

  test("a clock that had run ahead does not put off the next rotation", () => {
    const ahead = stored(planCreate(new Date("2036-01-01T00:00:00Z"), { keyType: "primary", every }), {
      keyType: "primary",
    });
    const { plan, rotation } = planUpdate(NOW, { keyType: "primary", every }, ahead);
    expect(rotation).toBeUndefined();
    expect(plan.nextRotationAt).toBe("2026-07-01T11:00:00Z");
  });

  test("a removed period removes the due time", () => {
    const { plan } = planUpdate(NOW, { keyType: "primary", every: undefined }, before);
    expect(plan.nextRotationAt).toBeUndefined();
  });
});
