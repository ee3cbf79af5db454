import fc from "fast-check";
import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost } from "../../support/testHost";

type KeyType = "primary" | "secondary";
type Keys = Record<KeyType, string>;

type Action =
  | { readonly do: "up"; readonly killed?: boolean; readonly lost?: "before" | "after" }
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

  /** How many regenerations an up at this moment calls for: one or none. */
  calledFor(trigger: number, day: number): number {
    if (this.saved === undefined) return 0;
    return trigger !== this.saved.trigger || day - this.saved.day >= PERIOD_DAYS ? 1 : 0;
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
  for (const action of [...actions, { do: "up" } as const, { do: "up" } as const]) {
    host.time = new Date(START + program.day * DAY_MS);
    if (action.do === "new trigger") program.trigger += 1;
    else if (action.do === "days pass") program.day += action.days;
    else if (action.do === "key type") program.keyType = action.keyType;
    else if (action.do === "refresh") await rotation.refresh();
    else if (action.do === "by hand") {
      await emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType: action.keyType } });
    } else await playedUp({ action, rotation, expectation, program });
  }
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

async function playedUp(run: {
  action: Extract<Action, { do: "up" }>;
  rotation: EngineResource;
  expectation: Expectation;
  program: Program;
}): Promise<void> {
  const { action, rotation, expectation, program } = run;
  const { killed = false, lost } = action;
  const calledFor = expectation.calledFor(program.trigger, program.day);
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
  // A request that was lost on its way is sent again; whatever happened, one key at most has changed.
  expect(calls).toBe(lost === "before" ? calledFor * 2 : calledFor);
  expect(changed).toHaveLength(calledFor);
  if (program.keyType === "alternate" && activeBefore !== undefined) expect(changed).not.toContain(activeBefore);
  if (program.keyType !== "alternate") expect(changed).toEqual(calledFor === 1 ? [program.keyType] : []);
  if (killed) return;
  expectation.save(program.trigger, program.day);
  if (calledFor === 1)
    expect(rotation.saved?.outputs).toMatchObject({ activeKeyType: changed[0], lastRotatedKeyType: changed[0] });
  expect(rotation.saved).toMatchObject({ failed: false, outputs: { changedOutside: false } });
}

test("any sequence: as many regenerations as it calls for, and the active key is never the one just invalidated", async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyAction, { minLength: 1, maxLength: 25 }), playedSequence), {
    numRuns: 60,
    seed: 20260601,
  });
}, 120_000);
