import fc from "fast-check";
import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

type KeyType = "primary" | "secondary";
type Keys = Record<KeyType, string>;

type Action =
  | { readonly do: "up"; readonly killed?: boolean; readonly lost?: "before" | "after"; readonly blind?: boolean }
  | { readonly do: "new trigger" }
  | { readonly do: "days pass"; readonly days: number }
  | { readonly do: "key type"; readonly keyType: KeyType | "alternate" }
  | { readonly do: "by hand"; readonly keyType: KeyType }
  | { readonly do: "refresh" };

const START = Date.parse("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;
const PERIOD_DAYS = 10;

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Action>({ do: "up" }) },
  { weight: 1, arbitrary: fc.constant<Action>({ do: "up", killed: true }) },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ do: "up", lost: "before" }, { do: "up", lost: "after" }) },
  // The answer is lost, and no look at the keys is possible: a partial failure.
  {
    weight: 2,
    arbitrary: fc.constantFrom<Action>(
      { do: "up", lost: "before", blind: true },
      { do: "up", lost: "after", blind: true },
    ),
  },
  { weight: 3, arbitrary: fc.constant<Action>({ do: "new trigger" }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("days pass" as const), days: fc.integer({ min: 1, max: 400 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("key type" as const),
      keyType: fc.constantFrom("primary" as const, "secondary" as const, "alternate" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("by hand" as const),
      keyType: fc.constantFrom<KeyType>("primary", "secondary"),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Action>({ do: "refresh" }) },
);

/** What a sequence calls for, worked out without looking at the state. */
class Expectation {
  private saved: { trigger: number; day: number } | undefined;
  /** A key whose regeneration ended in the dark, and whether it is still to be carried out. */
  pending: { readonly keyType: KeyType; due: boolean } | undefined;
  /** Rotations that were called for, and that `alternate` has left for a later run: one a run, no more. */
  owed = 0;

  /** Whether an up at this moment calls for a rotation: one or none. */
  calledFor(trigger: number, day: number): number {
    if (this.saved === undefined) return 0;
    return trigger !== this.saved.trigger || day - this.saved.day >= PERIOD_DAYS ? 1 : 0;
  }

  /** The regenerations of an up at this moment, and the rotations that it leaves for later. */
  regenerations({ keyType, trigger, day }: Program): { count: number; left: number } {
    const owed = this.owed + this.calledFor(trigger, day);
    const settled = this.pending?.due === true ? 1 : 0;
    if (keyType !== "alternate") return { count: settled + Math.min(owed, 1), left: 0 };
    const now = this.pending === undefined ? Math.min(owed, 1) : 0;
    return { count: settled + now, left: owed - now };
  }

  save(trigger: number, day: number): void {
    if (this.saved === undefined || this.calledFor(trigger, day) === 1) this.saved = { trigger, day };
  }
}

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await TestEmulator.start();
});

afterAll(() => emulator.close());

async function liveKeys(): Promise<Keys> {
  return (await emulator.arm("POST", "/gateways/edge/listKeys")).body as Keys;
}

async function playedSequence(actions: readonly Action[]): Promise<void> {
  await emulator.reset();
  await emulator.givenService({ gateways: ["edge"] });
  const host = createTestHost({ emulatorUrl: emulator.url, now: new Date(START).toISOString() });
  const rotation = new EngineResource(gatewayKeyRotationLifecycle, host);
  const expectation = new Expectation();
  const program = { keyType: "alternate", trigger: 0, day: 0 };
  const played: Played = { host, rotation, expectation, program };
  for (const action of [...actions, { do: "up" } as const, { do: "up" } as const]) {
    host.time = new Date(START + program.day * DAY_MS);
    if (action.do === "new trigger") program.trigger += 1;
    else if (action.do === "days pass") program.day += action.days;
    else if (action.do === "key type") program.keyType = action.keyType;
    else if (action.do === "refresh") await rotation.refresh();
    else if (action.do === "by hand") {
      await emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType: action.keyType } });
      if (expectation.pending?.keyType === action.keyType) expectation.pending.due = false;
    } else if (action.blind === true) await blindUp(played, action.lost ?? "after");
    else await playedUp(played, action);
  }
  while (expectation.owed > 0) await playedUp(played, { do: "up" });
  // The last up found nothing left to do.
  expect((await rotation.up(argsOf(program))).step).toBe("same");
}

interface Program {
  readonly keyType: string;
  readonly trigger: number;
  readonly day: number;
}

function argsOf({ keyType, trigger }: Program): Record<string, unknown> {
  return { ...PLACE, gatewayId: "edge", keyType, triggers: trigger, rotateEvery: `P${PERIOD_DAYS}D` };
}

interface Played {
  readonly host: TestHost;
  readonly rotation: EngineResource;
  readonly expectation: Expectation;
  readonly program: Program;
}

/** An up that can see neither the answer nor the keys; where it would send nothing, or has to settle, an ordinary one. */
async function blindUp(played: Played, lost: "before" | "after"): Promise<void> {
  const { host, rotation, expectation, program } = played;
  if (expectation.pending !== undefined || expectation.regenerations(program).count === 0)
    return playedUp(played, { do: "up" });
  const { left } = expectation.regenerations(program);
  const before = await liveKeys();
  await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: lost } });
  host.sleep = () => emulator.faults({ match: { pathPattern: "listKeys" }, times: 1, fault: { status: 403 } });
  const { step } = await rotation.up(argsOf(program));
  host.sleep = () => Promise.resolve();
  await emulator.clearFaults();
  expect({ step, pending: rotation.saved?.outputs.__pending }).toEqual({
    step: "failed",
    pending: expect.stringMatching(/^(prim|second)ary$/) as string,
  });
  const keyType = rotation.saved?.outputs.__pending as KeyType;
  const after = await liveKeys();
  expect(after[keyType] !== before[keyType]).toBe(lost === "after");
  expectation.pending = { keyType, due: lost === "before" };
  expectation.owed = left;
  expectation.save(program.trigger, program.day);
}

async function playedUp(played: Played, action: Extract<Action, { do: "up" }>): Promise<void> {
  const { rotation, expectation, program } = played;
  const { killed = false, lost } = action;
  const calledFor = expectation.calledFor(program.trigger, program.day);
  const { count, left } = expectation.regenerations(program);
  const activeBefore = rotation.saved?.outputs.activeKeyType as KeyType | undefined;
  const before = await liveKeys();
  await emulator.clearJournal();
  if (lost !== undefined)
    await emulator.faults({ match: { pathPattern: "regenerateKey" }, times: 1, fault: { drop: lost } });
  const { step, failures } = await rotation.up(argsOf(program), { killed });
  await emulator.clearFaults();
  expect({ step, failures }).toEqual({ step: expect.not.stringMatching("failed") as string, failures: [] });

  const calls = (await emulator.journal()).filter(({ path }) => path.endsWith("/regenerateKey")).length;
  const after = await liveKeys();
  const changed = (["primary", "secondary"] as const).filter((keyType) => before[keyType] !== after[keyType]);
  // A request that was lost on its way is sent again; whatever happened, no key has changed without being called for.
  expect(calls).toBe(lost === "before" && count > 0 ? count + 1 : count);
  expect(changed.length > 0).toBe(count > 0);
  expect(changed.length).toBeLessThanOrEqual(count);
  if (program.keyType === "alternate" && activeBefore !== undefined) expect(changed).not.toContain(activeBefore);
  if (program.keyType !== "alternate" && calledFor === 1) expect(changed).toContain(program.keyType);
  if (expectation.pending !== undefined) expectation.pending.due = false;
  if (killed) return;
  expectation.pending = undefined;
  expectation.owed = left;
  expectation.save(program.trigger, program.day);
  if (count === 1) expect(changed).toContain(rotation.saved?.outputs.activeKeyType);
  expect(rotation.saved).toMatchObject({ failed: false, outputs: { changedOutside: false } });
  expect(rotation.saved?.outputs).not.toHaveProperty("__pending");
}

test("any sequence: as many regenerations as it calls for, and the active key is never the one just invalidated", async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyAction, { minLength: 1, maxLength: 25 }), playedSequence), {
    numRuns: 60,
    seed: 20260601,
  });
}, 120_000);
