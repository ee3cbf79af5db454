import { opsOf, saidOn, StackScene, stepOf, type Observed } from "../support/stackScene";

const DAY = 24;
const HOUR_MS = 3_600_000;
const GATEWAYS = ["monthly", "shortened", "lengthened", "triggered"];

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: GATEWAYS });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

/** The program: every rotation begins with P30D. */
async function program(change: { shortened?: string; lengthened?: string; release?: number } = {}): Promise<void> {
  const { shortened = "P30D", lengthened = "P30D", release = 1 } = change;
  await scene.program(`
const rotation = (name, args) => new GatewayKeyRotation(name, { ...at(name), keyType: "alternate", rotateEvery: "P30D", ...args });
rotation("monthly", {});
rotation("shortened", { rotateEvery: "${shortened}" });
rotation("lengthened", { rotateEvery: "${lengthened}" });
rotation("triggered", { triggers: ${release} });
`);
}

/** The gateways of which a key was regenerated. */
function regenerated({ requests }: Observed): string[] {
  return requests
    .filter((request) => request.includes("/regenerateKey"))
    .map((request) => request.replace(/^.*gateways\/(.*)\/.*$/, "$1"))
    .sort();
}

/** Days from the run's clock to the next rotation: a full hour, up to two later. */
function daysToNext(run: Observed, name: string, hoursLater: number): number {
  const next = String(stepOf(run, name).new?.inputs.nextRotationAt);
  expect(next).toMatch(/T\d\d:00:00Z$/);
  return Math.floor((Date.parse(next) - Date.now() - hoursLater * HOUR_MS) / (DAY * HOUR_MS));
}

function hidden(inputs: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name.startsWith("__")));
}

// One stack, through the days.
describe("rotateEvery", () => {
  test("day 0: nothing is regenerated; preview shows when it will be", async () => {
    await program();
    const preview = await scene.preview();
    expect(daysToNext(preview, "monthly", 0)).toBe(30);
    expect(regenerated(await scene.up())).toEqual([]);
  });

  test("day 15: a shorter period is due at once, a longer one moves the date, the others send nothing", async () => {
    await program({ shortened: "P10D", lengthened: "P60D" });
    const up = await scene.up({ hoursLater: 15 * DAY });
    expect(opsOf(up)).toEqual(["lengthened: update", "monthly: same", "shortened: update", "triggered: same"]);
    expect(up.requests).toHaveLength(3);
    expect(regenerated(up)).toEqual(["shortened"]);
    expect(daysToNext(up, "shortened", 15 * DAY)).toBe(10);
    expect(daysToNext(up, "lengthened", 15 * DAY)).toBe(45);
  });

  test("day 20: a rotation by trigger restarts the period", async () => {
    await program({ shortened: "P10D", lengthened: "P60D", release: 2 });
    const up = await scene.up({ hoursLater: 20 * DAY });
    expect(regenerated(up)).toEqual(["triggered"]);
    expect(daysToNext(up, "triggered", 20 * DAY)).toBe(30);
  });

  test("day 31: preview says what is due, since when, and when the next one will be; up rotates that, once", async () => {
    const hoursLater = 31 * DAY;
    const preview = await scene.preview({ hoursLater });
    const due = stepOf(preview, "monthly");
    const dueSince = String(due.old?.inputs.nextRotationAt);
    expect(saidOn(preview, "monthly")).toEqual([
      `regenerates the secondary key of gateway "monthly" (due since ${dueSince}, rotateEvery is P30D): ` +
        "running tokens, signed with the primary key, go on working; secondary is the active key from then on.",
    ]);
    expect(due.new?.inputs).toMatchObject({ rotationCount: 1, lastRotationReason: "schedule" });
    expect(daysToNext(preview, "monthly", hoursLater)).toBe(30);
    // Pulumi shows changes of hidden properties too.
    expect(hidden(due.new?.inputs)).toEqual(hidden(due.old?.inputs));
    expect(preview.requests).toEqual([]);

    const up = await scene.up({ hoursLater });
    expect(regenerated(up)).toEqual(["monthly", "shortened"]);
    const again = await scene.up({ hoursLater: hoursLater + 1, args: ["--expect-no-changes"] });
    expect({ exitCode: again.exitCode, requests: again.requests }).toEqual({ exitCode: 0, requests: [] });
  });

  test("a year without a run: each rotates once, however many periods have passed", async () => {
    const hoursLater = 400 * DAY;
    expect(regenerated(await scene.up({ hoursLater }))).toEqual([...GATEWAYS].sort());
    const again = await scene.up({ hoursLater, args: ["--expect-no-changes"] });
    expect({ exitCode: again.exitCode, requests: again.requests }).toEqual({ exitCode: 0, requests: [] });
  });

  test("a clock that had run a year ahead, put right: no request, and the next rotation is a period away", async () => {
    const hoursLater = 32 * DAY;
    const up = await scene.up({ hoursLater });
    expect({ exitCode: up.exitCode, requests: up.requests }).toEqual({ exitCode: 0, requests: [] });
    expect(daysToNext(up, "monthly", hoursLater)).toBe(30);
    expect(regenerated(await scene.up({ hoursLater: 63 * DAY }))).toContain("monthly");
  });
});
