import { TestEmulator } from "../../support/emulator";
import { liveThrough, type Life } from "./pollingGateway";

const ROTATIONS = 10;
/** How long a consumer takes to be updated after each run. */
const LATE_DAYS = 3;

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService({ gateways: ["edge"] });
});

afterEach(() => emulator.close());

function tenRotations(keyType: Life["keyType"]): Life {
  return { keyType, rotateEvery: 10, rollOut: LATE_DAYS, days: ROTATIONS * 10 + LATE_DAYS };
}

test("alternate: through ten rotations, with a consumer that is updated late, no poll is ever refused", async () => {
  const { polls, rotations } = await liveThrough(emulator, tenRotations("alternate"));
  expect(rotations).toBe(ROTATIONS);
  expect(polls).toEqual(polls.map(() => true));
});

test("primary: each rotation cuts the consumer off until it is updated", async () => {
  const { polls, rotations } = await liveThrough(emulator, tenRotations("primary"));
  expect(rotations).toBe(ROTATIONS);
  const refused = polls.filter((valid) => !valid).length;
  expect(refused).toBe(ROTATIONS * LATE_DAYS);
});

// The rules of docs/rotating-gateway-keys.md, each from both sides.
describe("timing", () => {
  const calm = { keyType: "alternate", days: 200 } as const;

  test.each<{ rule: string; life: Omit<Life, "keyType" | "days">; refused: boolean }>([
    { rule: "a roll-out shorter than rotateEvery", life: { rotateEvery: 10, rollOut: 9 }, refused: false },
    { rule: "a roll-out longer than rotateEvery", life: { rotateEvery: 10, rollOut: 11 }, refused: true },
    {
      rule: "late runs put rotations off, and do no harm",
      life: { rotateEvery: 10, runEvery: 4, rollOut: 9 },
      refused: false,
    },
    {
      rule: "renewBefore longer than the interval of runs and the roll-out",
      life: { rotateEvery: 365, runEvery: 4, rollOut: 2, renewBefore: 7 },
      refused: false,
    },
    {
      rule: "renewBefore shorter than the interval of runs and the roll-out",
      life: { rotateEvery: 365, runEvery: 7, rollOut: 3, renewBefore: 7 },
      refused: true,
    },
    {
      rule: "the same, with a renewBefore that is long enough",
      life: { rotateEvery: 365, runEvery: 7, rollOut: 3, renewBefore: 11 },
      refused: false,
    },
    {
      rule: "the defaults of the example: every 14 days, run daily, rolled out within two",
      life: { rotateEvery: 14, rollOut: 2 },
      refused: false,
    },
  ])("$rule: refused: $refused", async ({ life, refused }) => {
    const { polls } = await liveThrough(emulator, { ...calm, ...life });
    expect(polls.includes(false)).toBe(refused);
  });

  test("rotateEvery shorter than validFor less renewBefore: one new token a rotation; longer: one more between", async () => {
    const short = await liveThrough(emulator, { ...calm, rotateEvery: 14, rollOut: 2, days: 14 * 10 });
    expect(short).toMatchObject({ rotations: 10, tokens: 1 + 10 });
    await emulator.reset();
    await emulator.givenService({ gateways: ["edge"] });
    const long = await liveThrough(emulator, { ...calm, rotateEvery: 30, rollOut: 2, days: 30 * 4 });
    expect(long).toMatchObject({ rotations: 4, tokens: 1 + 2 * 4 });
    expect([...short.polls, ...long.polls]).not.toContain(false);
  });
});
