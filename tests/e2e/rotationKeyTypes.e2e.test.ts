import { errorsOf, opsOf, saidOn, StackScene, stepOf } from "../support/stackScene";

const GATEWAYS = ["calm", "created", "switched", "both", "twice", "moved"];
const ROTATED = ["listKeys", "regenerateKey", "listKeys"];

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: GATEWAYS });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

/** What was asked of one gateway: `listKeys`. */
function asked(run: { requests: readonly string[] }, gateway: string): string[] {
  return run.requests
    .filter((request) => request.includes(`gateways/${gateway}/`))
    .map((request) => request.replace(/^.*\/(\w+) \d+$/, "$1"));
}

function survivorText(keyType: string, survivor: string): string {
  return `regenerates the ${keyType} key of gateway "calm" (changed: triggers): running tokens, signed with the ${survivor} key, go on working; ${keyType} is the active key from then on.`;
}

describe("alternate", () => {
  async function program(release: number): Promise<void> {
    await scene.program(`
const rotation = new GatewayKeyRotation("calm", { ...at("calm"), keyType: "alternate", initialKeyType: "secondary", triggers: ${release} });
exports.activeKeyType = rotation.activeKeyType;
`);
  }

  test("takes the key that is not in use, says which tokens survive, and makes it the active one", async () => {
    await program(1);
    expect((await scene.up()).outputs.activeKeyType).toBe("secondary");
    for (const [release, keyType, survivor] of [
      [2, "primary", "secondary"],
      [3, "secondary", "primary"],
    ] as const) {
      const before = await scene.keys("calm");
      await program(release);
      const preview = await scene.preview();
      expect(preview.outputs.activeKeyType).toBe(keyType);
      expect(saidOn(preview, "calm")).toEqual([survivorText(keyType, survivor)]);
      expect(stepOf(preview, "calm")).toMatchObject({
        old: { inputs: { activeKeyType: survivor } },
        new: { inputs: { activeKeyType: keyType } },
      });
      const up = await scene.up();
      expect(asked(up, "calm")).toEqual(ROTATED);
      const after = await scene.keys("calm");
      expect(after[keyType]).not.toBe(before[keyType]);
      expect(after[survivor]).toBe(before[survivor]);
    }
  });
});

describe("switching the key type", () => {
  test("takes effect at the next rotation, and sends nothing before", async () => {
    const program = (args: string): Promise<void> =>
      scene.program(`
const rotation = new GatewayKeyRotation("switched", { ...at("switched"), ${args} });
exports.activeKeyType = rotation.activeKeyType;
`);
    const active = async (args: string): Promise<unknown> => {
      await program(args);
      const up = await scene.up();
      return { active: up.outputs.activeKeyType, asked: asked(up, "switched") };
    };
    await active(`keyType: "primary", triggers: 1`);
    expect(await active(`keyType: "alternate", triggers: 1`)).toEqual({ active: "primary", asked: [] });
    expect(await active(`keyType: "alternate", triggers: 2`)).toEqual({ active: "secondary", asked: ROTATED });
    expect(await active(`keyType: "primary", triggers: 2`)).toEqual({ active: "secondary", asked: [] });
    expect(await active(`keyType: "primary", triggers: 3`)).toEqual({ active: "primary", asked: ROTATED });
    expect(await active(`keyType: "secondary", triggers: 4`)).toEqual({ active: "secondary", asked: ROTATED });
  });
});

describe("rotateOnCreate", () => {
  test("regenerates once with the create, as previewed; the next up sends nothing", async () => {
    await scene.program(`
new GatewayKeyRotation("created", { ...at("created"), keyType: "secondary", rotateOnCreate: true });
`);
    const before = await scene.keys("created");
    const preview = await scene.preview();
    expect(saidOn(preview, "created")).toEqual([
      expect.stringContaining('regenerates the secondary key of gateway "created" (rotateOnCreate)'),
    ]);
    expect(stepOf(preview, "created").new?.inputs).toMatchObject({ rotationCount: 1, lastRotationReason: "create" });
    const up = await scene.up();
    expect(asked(up, "created")).toEqual(ROTATED);
    const after = await scene.keys("created");
    expect({ primary: after.primary, changed: after.secondary !== before.secondary }).toEqual({
      primary: before.primary,
      changed: true,
    });
    const again = await scene.up({ args: ["--expect-no-changes"] });
    expect({ exitCode: again.exitCode, requests: again.requests }).toEqual({ exitCode: 0, requests: [] });
  });
});

describe("several rotations of one gateway in one program", () => {
  test("its two keys as two resources: one after the other, and no warning about the other", async () => {
    const program = (release: number): Promise<void> =>
      scene.program(`
for (const keyType of ["primary", "secondary"]) {
  new GatewayKeyRotation(keyType, { ...at("both"), keyType, triggers: ${release} });
}
`);
    await program(1);
    await scene.up();
    await program(2);
    const before = await scene.keys("both");
    const up = await scene.up();
    expect(asked(up, "both")).toEqual([...ROTATED, ...ROTATED]);
    expect(up.messages.filter(({ text }) => text.includes("changed too"))).toEqual([]);
    const after = await scene.keys("both");
    expect([after.primary === before.primary, after.secondary === before.secondary]).toEqual([false, false]);
    expect((await scene.preview({ args: ["--refresh", "--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("two alternate ones are refused in preview, naming the other, without a request", async () => {
    await scene.program(`
new GatewayKeyRotation("one", { ...at("twice"), keyType: "alternate" });
new GatewayKeyRotation("two", { ...at("twice"), keyType: "alternate" });
`);
    const preview = await scene.preview();
    expect(preview.exitCode).not.toBe(0);
    // The order in which a program's resources arrive is not fixed.
    expect(errorsOf(preview)).toMatch(
      /'(one|two)' has a problem: keyType: gateway "twice" has another "alternate" rotation in this program, "(?!\1)(one|two)"; keep one of the two/,
    );
    expect(preview.requests).toEqual([]);
  });
});

describe("replacement", () => {
  test("another gateway: its keys are recorded, those of the old one stay; letter case only: nothing", async () => {
    const program = (gateway: string): Promise<void> =>
      scene.program(`new GatewayKeyRotation("wanderer", { ...at("${gateway}"), keyType: "primary", triggers: 1 });`);
    await program("moved");
    await scene.up();
    await program("MOVED");
    expect((await scene.up({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
    await program("twice");
    const up = await scene.up();
    expect(opsOf(up)).toEqual(["wanderer: create-replacement", "wanderer: delete-replaced", "wanderer: replace"]);
    expect(up.requests).toEqual(["POST gateways/twice/listKeys 200"]);
  });

  test("replaceOnChanges, with alternate and rotateOnCreate: the key in use is not the one that is regenerated", async () => {
    const program = (release: number): Promise<void> =>
      scene.program(`
const rotation = new GatewayKeyRotation("forced", {
  ...at("calm"), keyType: "alternate", rotateOnCreate: true, triggers: ${release},
}, { replaceOnChanges: ["triggers"] });
exports.activeKeyType = rotation.activeKeyType;
`);
    await program(1);
    expect((await scene.up()).outputs.activeKeyType).toBe("secondary");
    const before = await scene.keys("calm");
    await program(2);
    const up = await scene.up();
    expect(opsOf(up)).toEqual(["forced: create-replacement", "forced: delete-replaced", "forced: replace"]);
    expect(up.outputs.activeKeyType).toBe("primary");
    expect((await scene.keys("calm")).secondary).toBe(before.secondary);
  });
});
