import { errorsOf, opsOf, said, saidOn, StackScene, stepOf, type Observed } from "../support/stackScene";

/** Values that no output, no message and no stored byte may show. */
const OLD_SECRET = "correct-horse-battery";
const NEW_SECRET = "staple-of-the-new-year";

interface Shape {
  /** Name of the resource and of its gateway. */
  readonly name: string;
  /** JavaScript. */
  readonly before: string;
  readonly after: string;
  /** What the message names as changed; undefined where nothing is regenerated. */
  readonly named: string | undefined;
}

const SHAPES: readonly Shape[] = [
  { name: "string", before: `"one"`, after: `"two"`, named: "triggers" },
  { name: "number", before: "1", after: "2", named: "triggers" },
  { name: "boolean", before: "false", after: "true", named: "triggers" },
  { name: "list", before: `["a", 1, true]`, after: `["a", 2, true]`, named: "[1]" },
  { name: "longer", before: `["a"]`, after: `["a", "b"]`, named: "[1]" },
  {
    name: "nested",
    before: `{ a: { b: [1, { c: 1 }] }, d: 1 }`,
    after: `{ a: { b: [1, { c: 2 }] }, d: 1 }`,
    named: "a",
  },
  { name: "several", before: `{ a: 1, b: 1, c: 1 }`, after: `{ a: 2, b: 1, e: 1 }`, named: "a, c, e" },
  { name: "added", before: "undefined", after: `{ release: 1 }`, named: "triggers" },
  { name: "removed", before: `{ release: 1 }`, after: "undefined", named: "triggers" },
  { name: "order", before: `{ a: { x: 1, y: 2 }, b: 2 }`, after: `{ b: 2, a: { y: 2, x: 1 } }`, named: undefined },
  { name: "text-not-number", before: `{ a: 1 }`, after: `{ a: "1" }`, named: "a" },
  { name: "secret", before: `pulumi.secret("${OLD_SECRET}")`, after: `pulumi.secret("${NEW_SECRET}")`, named: "" },
  {
    name: "secret-map",
    before: `pulumi.secret({ "a-hidden-name": "${OLD_SECRET}" })`,
    after: `pulumi.secret({ "a-hidden-name": "${NEW_SECRET}" })`,
    named: "",
  },
  {
    name: "secret-inside",
    before: `{ release: 1, deep: { password: pulumi.secret("${OLD_SECRET}") } }`,
    after: `{ release: 1, deep: { password: pulumi.secret("${NEW_SECRET}") } }`,
    named: "deep",
  },
  {
    name: "secret-in-list",
    before: `["plain", pulumi.secret("${OLD_SECRET}")]`,
    after: `["plain", pulumi.secret("${NEW_SECRET}")]`,
    named: "[1]",
  },
  {
    name: "secret-unchanged",
    before: `{ list: [{ x: pulumi.secret("${OLD_SECRET}") }] }`,
    after: `{ list: [{ x: pulumi.secret("${OLD_SECRET}") }] }`,
    named: undefined,
  },
];

const changing = SHAPES.filter(({ named }) => named !== undefined);

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: SHAPES.map(({ name }) => name) });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

async function program(which: "before" | "after"): Promise<void> {
  const lines = SHAPES.map(
    (shape) =>
      `new GatewayKeyRotation("${shape.name}", { ...at("${shape.name}"), keyType: "primary", triggers: ${shape[which]} });`,
  );
  await scene.program(lines.join("\n"));
}

/** Neither printed nor told nor stored. */
function expectNoSecretIn(...texts: string[]): void {
  for (const secret of [OLD_SECRET, NEW_SECRET]) expect(texts.join("\n")).not.toContain(secret);
}

function everythingIn(run: Observed): string {
  const { stdout, stderr, steps, messages } = run;
  return JSON.stringify({ stdout, stderr, steps, messages });
}

describe("triggers of any shape", () => {
  test("preview names what changed, on the row of each, and no value", async () => {
    await program("before");
    const created = await scene.up();
    expect(created.exitCode).toBe(0);
    expect(created.requests).toHaveLength(SHAPES.length);

    await program("after");
    const preview = await scene.preview({ args: ["--diff"] });
    expect(preview.requests).toEqual([]);
    const named = SHAPES.map(({ name }) => ({ name, said: saidOn(preview, name) }));
    expect(named).toEqual(
      SHAPES.map((shape) => ({
        name: shape.name,
        said:
          shape.named === undefined
            ? []
            : [
                expect.stringContaining(
                  `of gateway "${shape.name}" (${shape.named === "" ? "a trigger changed" : `changed: ${shape.named}`})`,
                ),
              ],
      })),
    );
    expect(preview.stdout + said(preview)).not.toContain("a-hidden-name");
    expectNoSecretIn(everythingIn(created), everythingIn(preview));
  });

  test("each changed one regenerates once, the others send nothing", async () => {
    const up = await scene.up();
    expect(up.exitCode).toBe(0);
    const expected = changing.flatMap(({ name }) => [
      `POST gateways/${name}/listKeys 200`,
      `POST gateways/${name}/listKeys 200`,
      `POST gateways/${name}/regenerateKey 204`,
    ]);
    expect([...up.requests].sort()).toEqual(expected.sort());
    expectNoSecretIn(everythingIn(up));

    const again = await scene.up({ args: ["--expect-no-changes"] });
    expect({ exitCode: again.exitCode, requests: again.requests }).toEqual({ exitCode: 0, requests: [] });
  });

  test("secret ones are encrypted in the state, wherever they stand, also after a refresh", async () => {
    expectNoSecretIn(await scene.project.stack.exportState());
    expectNoSecretIn(everythingIn(await scene.refresh()));
    const state = await scene.project.stack.exportState();
    expectNoSecretIn(state);
    const { deployment } = JSON.parse(state) as {
      deployment: { resources: { urn: string; inputs?: Record<string, unknown>; outputs?: Record<string, unknown> }[] };
    };
    for (const name of ["secret", "secret-map", "secret-inside", "secret-in-list"]) {
      const stored = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
      for (const side of [stored?.inputs, stored?.outputs])
        expect({ name, triggers: JSON.stringify(side?.triggers) }).toEqual({
          name,
          triggers: expect.stringContaining(`"ciphertext"`) as string,
        });
    }
    expectNoSecretIn(everythingIn(await scene.destroy()));
  });
});

describe("triggers that are not known before up", () => {
  /** A resource of somebody else, whose output is known only after its update. */
  async function programWithMaker(given: number): Promise<void> {
    await scene.program(`
class Maker extends pulumi.dynamic.Resource {
  constructor(name, given) {
    const done = async (inputs) => ({ id: "x", outs: { value: inputs.given } });
    super({ create: done, update: async (id, olds, news) => done(news) }, name, { given, value: undefined });
  }
}
const maker = new Maker("maker", ${given});
const rotation = new GatewayKeyRotation("edge", { ...at("string"), keyType: "primary", triggers: { made: maker.value } });
exports.rotationCount = rotation.rotationCount;
`);
  }

  test("preview promises nothing and says so; the up decides", async () => {
    await programWithMaker(1);
    expect(errorsOf(await scene.up())).toBe("");
    await programWithMaker(2);
    const preview = await scene.preview();
    expect({ exitCode: preview.exitCode, ops: opsOf(preview), requests: preview.requests }).toEqual({
      exitCode: 0,
      ops: ["edge: update", "maker: update"],
      requests: [],
    });
    expect(stepOf(preview, "edge").new?.inputs.rotationCount).not.toBe(0);
    expect(preview.outputs.rotationCount).not.toBe(0);
    expect(saidOn(preview, "edge")).toEqual([
      'triggers: not known before the up, which decides whether the primary key of gateway "string" is regenerated.',
    ]);
    const up = await scene.up();
    expect({ exitCode: up.exitCode, count: up.outputs.rotationCount }).toEqual({ exitCode: 0, count: 1 });
    expect(up.requests.filter((request) => request.includes("regenerateKey"))).toHaveLength(1);
  });
});
