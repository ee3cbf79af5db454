import { opsOf, said, saidOn, StackScene, stepOf } from "../support/stackScene";

const LIST_KEYS = "POST gateways/edge/listKeys 200";
const REGENERATE = "POST gateways/edge/regenerateKey 204";

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: ["edge"] });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

async function program(release: number): Promise<void> {
  await scene.program(`
const rotation = new GatewayKeyRotation("edge", { ...at("edge"), keyType: "primary", triggers: { release: ${release} } });
exports.rotationCount = rotation.rotationCount;
exports.activeKeyType = rotation.activeKeyType;
exports.changedOutside = rotation.changedOutside;
`);
}

// One stack, from its first preview to its end.
describe("the life of a rotation", () => {
  test("create: previewed without a request; one listKeys records the keys and regenerates none", async () => {
    await program(1);
    const preview = await scene.preview();
    expect({ ops: opsOf(preview), requests: preview.requests }).toEqual({ ops: ["edge: create"], requests: [] });
    expect(preview.outputs).toMatchObject({ rotationCount: 0, activeKeyType: "primary" });
    const up = await scene.up();
    expect({ exitCode: up.exitCode, requests: up.requests }).toEqual({ exitCode: 0, requests: [LIST_KEYS] });
    expect(up.outputs).toEqual({ rotationCount: 0, activeKeyType: "primary", changedOutside: false });
  });

  test("unchanged: the second preview is clean, the up changes nothing, and neither sends a request", async () => {
    const args = ["--expect-no-changes"];
    const preview = await scene.preview({ args });
    expect({ exitCode: preview.exitCode, requests: preview.requests }).toEqual({ exitCode: 0, requests: [] });
    const up = await scene.up({ args });
    expect({ exitCode: up.exitCode, requests: up.requests }).toEqual({ exitCode: 0, requests: [] });
  });

  test("preview of a changed trigger: says key, trigger and effect on its own row, shows old and new, asks nothing", async () => {
    await program(2);
    const preview = await scene.preview();
    expect(stepOf(preview, "edge")).toMatchObject({
      op: "update",
      old: { inputs: { rotationCount: 0, activeKeyType: "primary", triggers: { release: 1 } } },
      new: {
        inputs: {
          rotationCount: 1,
          activeKeyType: "primary",
          lastRotatedKeyType: "primary",
          lastRotationReason: "trigger",
          triggers: { release: 2 },
        },
      },
    });
    expect(saidOn(preview, "edge")).toEqual([
      'regenerates the primary key of gateway "edge" (changed: release): tokens signed with it STOP WORKING at once; deploy new ones right after.',
    ]);
    expect(preview.requests).toEqual([]);
    expect(preview.outputs).toMatchObject({ rotationCount: 1 });
  });

  test("a changed trigger: listKeys, regenerateKey, listKeys; the named key is another one, once, and the other stays", async () => {
    const before = await scene.keys("edge");
    const up = await scene.up();
    const after = await scene.keys("edge");
    expect({ exitCode: up.exitCode, requests: up.requests }).toEqual({
      exitCode: 0,
      requests: [LIST_KEYS, REGENERATE, LIST_KEYS],
    });
    expect(after.primary).not.toBe(before.primary);
    expect(after.secondary).toBe(before.secondary);
    const { old, new: now } = stepOf(up, "edge");
    expect(now?.outputs).toMatchObject({ rotationCount: 1, rotatedAt: expect.stringMatching(/^\d{4}-/) as string });
    expect(now?.outputs.primaryFingerprint).not.toBe(old?.outputs.primaryFingerprint);
    expect(now?.outputs.secondaryFingerprint).toBe(old?.outputs.secondaryFingerprint);

    const again = await scene.up({ args: ["--expect-no-changes"] });
    expect({ exitCode: again.exitCode, requests: again.requests }).toEqual({ exitCode: 0, requests: [] });
    const state = await scene.project.stack.exportState();
    for (const key of Object.values({ ...before, ...after }))
      expect(state + up.stdout + up.stderr + JSON.stringify(up.messages)).not.toContain(key);
  });

  test("a saved plan accepts the rotation that it was saved with, and nothing else", async () => {
    const plan = `${scene.project.folder}/plan.json`;
    await program(3);
    expect((await scene.preview({ args: ["--save-plan", plan] })).exitCode).toBe(0);

    await program(4);
    const refused = await scene.up({ args: ["--plan", plan] });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.requests).toEqual([]);

    await program(3);
    const applied = await scene.up({ args: ["--plan", plan] });
    expect({ exitCode: applied.exitCode, requests: applied.requests }).toEqual({
      exitCode: 0,
      requests: [LIST_KEYS, REGENERATE, LIST_KEYS],
    });
    expect(applied.outputs.rotationCount).toBe(2);
  });

  test("refresh: one listKeys, and nothing changed", async () => {
    const refresh = await scene.refresh({ args: ["--expect-no-changes"] });
    expect({ exitCode: refresh.exitCode, requests: refresh.requests }).toEqual({ exitCode: 0, requests: [LIST_KEYS] });
  });

  test("a key regenerated by hand: refresh shows it, the next up takes note with one listKeys and regenerates nothing", async () => {
    await scene.regenerateByHand("edge", "primary");
    const byHand = await scene.keys("edge");
    const refresh = await scene.refresh();
    expect(stepOf(refresh, "edge").new?.outputs.changedOutside).toBe(true);
    expect(said(refresh)).toContain('gateway "edge": the primary key was regenerated outside of this stack');

    const preview = await scene.preview();
    expect(stepOf(preview, "edge")).toMatchObject({
      op: "update",
      old: { inputs: { changedOutside: true, rotationCount: 2 } },
      new: { inputs: { changedOutside: false, rotationCount: 2 } },
    });
    const up = await scene.up();
    expect({ requests: up.requests, outputs: up.outputs }).toEqual({
      requests: [LIST_KEYS],
      outputs: { rotationCount: 2, activeKeyType: "primary", changedOutside: false },
    });
    expect(await scene.keys("edge")).toEqual(byHand);
    expect((await scene.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("destroy: sends nothing, and says that the keys stay", async () => {
    const destroy = await scene.destroy();
    expect({ exitCode: destroy.exitCode, requests: destroy.requests }).toEqual({ exitCode: 0, requests: [] });
    expect(said(destroy)).toContain(
      'gateway "edge": the rotation is forgotten; its keys stay as they are, nothing was sent.',
    );
  });
});
