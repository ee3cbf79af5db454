import { opsOf, saidOn, StackScene, stepOf } from "../support/stackScene";

const DAY = 24;
const SECRET = "correct-horse-battery";

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: ["edge", "other"] });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

/** Three tokens: one left alone, one whose arguments change, one with secret triggers. */
async function program(args = "", { gateway = "edge", secret = SECRET } = {}): Promise<void> {
  await scene.program(`
const token = new GatewayToken("steady", { ...at("edge"), keyType: "primary" });
new GatewayToken("changing", { ...at("${gateway}"), keyType: "primary", ${args} });
new GatewayToken("hidden", { ...at("edge"), keyType: "primary", triggers: [pulumi.secret("${secret}")] });
exports.expiresAt = token.expiresAt;
`);
}

describe("renewal in time", () => {
  test("day 21: left alone; day 23: preview shows the expiry old and new, and up asks once for each", async () => {
    await program();
    await scene.up();
    const early = await scene.up({ hoursLater: 21 * DAY, args: ["--expect-no-changes"] });
    expect({ exitCode: early.exitCode, requests: early.requests }).toEqual({ exitCode: 0, requests: [] });

    const hoursLater = 23 * DAY;
    const preview = await scene.preview({ hoursLater });
    const { old, new: now } = stepOf(preview, "steady");
    const [before, after] = [String(old?.inputs.expiresAt), String(now?.inputs.expiresAt)];
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
    expect(preview.messages).toContainEqual(
      expect.objectContaining({
        severity: "info",
        text: `gateway "edge": issues a new token, valid until ${after} (the old one expires on ${before}). Deploy it to its consumers.`,
      }),
    );
    expect(preview.requests).toEqual([]);

    const up = await scene.up({ hoursLater });
    expect(up.requests).toEqual(Array(3).fill("POST gateways/edge/generateToken 200"));
    expect(up.outputs.expiresAt).toBe(after);
    expect((await scene.up({ hoursLater, args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("expired: said loudly", async () => {
    const preview = await scene.preview({ hoursLater: 60 * DAY });
    expect(preview.messages.filter(({ severity, urn }) => severity === "warning" && urn?.endsWith("::steady"))).toEqual(
      [
        expect.objectContaining({
          text: expect.stringMatching(/the old one EXPIRED on \S+: gateways that still use it are cut off/) as string,
        }),
      ],
    );
    expect((await scene.up({ hoursLater: 60 * DAY })).exitCode).toBe(0);
  });
});

describe("a change", () => {
  // Later than the last test: a clock that goes back issues nothing, and these tests are not about it.
  const hoursLater = 60 * DAY;

  test("of validFor and renewBefore: no request; of a trigger or the key type: one; of the gateway: a replacement", async () => {
    const changing = async (args: string, gateway = "edge"): Promise<unknown> => {
      await program(args, { gateway });
      const up = await scene.up({ hoursLater });
      expect(up.exitCode).toBe(0);
      return { ops: opsOf(up).filter((op) => op.startsWith("changing")), asked: up.requests };
    };
    const issued = (gateway: string): string[] => [`POST gateways/${gateway}/generateToken 200`];
    const same = { ops: ["changing: same"], asked: [] };
    const updated = { ops: ["changing: update"], asked: issued("edge") };
    expect(await changing(`validFor: "P10D", renewBefore: "P2D"`)).toEqual(same);
    expect(await changing("triggers: { x: 1 }")).toEqual(updated);
    expect(await changing("triggers: { x: 2 }")).toEqual(updated);
    expect(await changing(`triggers: { x: 2 }, keyType: "secondary"`)).toEqual(updated);
    expect(await changing(`triggers: { x: 2 }, keyType: "secondary"`, "other")).toEqual({
      ops: ["changing: create-replacement", "changing: delete-replaced", "changing: replace"],
      asked: issued("other"),
    });
  });

  test("of a secret trigger: a new token, and the value is nowhere in clear", async () => {
    await program("", { secret: "staple-of-the-new-year" });
    const up = await scene.up({ hoursLater });
    expect(stepOf(up, "hidden").op).toBe("update");
    expect(saidOn(up, "hidden")).toEqual([expect.stringContaining("(a trigger changed)")]);
    const { stdout, stderr, steps, messages } = up;
    const everything = JSON.stringify({ stdout, stderr, steps, messages }) + (await scene.project.stack.exportState());
    for (const secret of [SECRET, "staple-of-the-new-year"]) expect(everything).not.toContain(secret);
  });
});
