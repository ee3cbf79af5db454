import { args, FORBIDDEN, LIST_KEYS, RotationScene } from "./scene";

const scene = new RotationScene();

describe("an answer that is lost", () => {
  const change = args({ triggers: { release: 2 } });

  beforeEach(async () => {
    await scene.rotation.up(args());
    await scene.emulator.clearJournal();
  });

  test("carried out: looked at, found changed, not repeated", async () => {
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "after" } });
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(await scene.regenerations()).toBe(1);
    expect(scene.texts()).toContain("was lost, but the primary key has changed: rotated once");
  });

  test("not carried out: looked at, found unchanged, repeated once", async () => {
    const before = await scene.keys();
    await scene.emulator.clearJournal();
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "before" } });
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(await scene.regenerations()).toBe(2);
    expect((await scene.keys()).primary).not.toBe(before.primary);
  });

  test("and no look is possible: a partial failure; the next up verifies, and repeats nothing", async () => {
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: "after" } });
    scene.host.sleep = () => scene.emulator.faults({ match: { pathPattern: "listKeys" }, times: 1, fault: FORBIDDEN });
    const failed = await scene.rotation.up(change);
    expect(failed.failures.join()).toContain('Whether the primary key of gateway "edge" was regenerated is not known');
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 0, __pending: "primary" });
    await scene.emulator.clearJournal();
    await scene.rotation.refresh();
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(await scene.emulator.requests()).toEqual([LIST_KEYS, LIST_KEYS]);
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
    expect(scene.rotation.saved?.outputs).not.toHaveProperty("__pending");
    expect(await scene.rotation.up(change)).toMatchObject({ step: "same" });
  });

  test("and another rotation is called for before the next up: alternate settles first, and leaves the key in use for a later run", async () => {
    const calm = (release: number): Record<string, unknown> => args({ keyType: "alternate", triggers: { release } });
    await scene.rotation.up(calm(1));
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 3, fault: { drop: "before" } });
    expect((await scene.rotation.up(calm(2))).step).toBe("failed");
    const before = await scene.keys();

    expect(await scene.rotation.up(calm(3))).toMatchObject({ step: "update" });
    const settled = await scene.keys();
    expect([settled.primary === before.primary, settled.secondary === before.secondary]).toEqual([true, false]);
    expect(scene.rotation.saved?.outputs).toMatchObject({ activeKeyType: "secondary", rotationCount: 1 });
    expect(scene.texts()).toContain("one more rotation is called for, since an earlier run was interrupted");

    expect(await scene.rotation.up(calm(3))).toMatchObject({ step: "update" });
    const done = await scene.keys();
    expect([done.primary === settled.primary, done.secondary === settled.secondary]).toEqual([false, true]);
    expect(scene.rotation.saved?.outputs).toMatchObject({ activeKeyType: "primary", rotationCount: 2 });
    expect(await scene.rotation.up(calm(3))).toMatchObject({ step: "same" });
  });

  test("and never carried out: a partial failure; the next up looks, and regenerates once", async () => {
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 3, fault: { drop: "before" } });
    expect((await scene.rotation.up(change)).step).toBe("failed");
    expect(await scene.regenerations()).toBe(3);
    const before = await scene.keys();
    await scene.emulator.clearJournal();
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(await scene.regenerations()).toBe(1);
    expect((await scene.keys()).primary).not.toBe(before.primary);
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });

  test("204, but the key is the old one: an error that says so; the next up looks first", async () => {
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { status: 204 } });
    const failed = await scene.rotation.up(change);
    expect(failed.failures.join()).toContain("Azure confirmed that the primary key");
    expect(await scene.regenerations()).toBe(1);
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(await scene.regenerations()).toBe(2);
  });

  test("204, and a replica that answers the old keys for a moment: a second look finds the new one, nothing is repeated", async () => {
    const body = await scene.keys();
    // The look before and the first one after.
    await scene.emulator.faults({ match: { pathPattern: "listKeys" }, times: 2, fault: { status: 200, body } });
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update", failures: [] });
    expect(await scene.regenerations()).toBe(1);
    expect((await scene.keys()).primary).not.toBe(body.primary);
  });

  test("a refusal is final: nothing is stored, and the next up rotates", async () => {
    const before = scene.rotation.saved;
    await scene.emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: FORBIDDEN });
    expect((await scene.rotation.up(change)).failures.join()).toContain("AuthorizationFailed");
    expect(scene.rotation.saved).toEqual(before);
    expect(await scene.rotation.up(change)).toMatchObject({ step: "update" });
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });
});

describe("a killed run", () => {
  test("the next up rotates again, and says that the key had already changed", async () => {
    await scene.rotation.up(args());
    await scene.rotation.up(args({ triggers: 2 }), { killed: true });
    expect(await scene.rotation.up(args({ triggers: 2 }))).toMatchObject({ step: "update" });
    expect(scene.texts()).toContain("the primary key had already changed since the last run that could save its state");
    expect(scene.rotation.saved?.outputs).toMatchObject({ rotationCount: 1 });
  });
});
