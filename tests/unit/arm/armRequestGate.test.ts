import { budgetOf } from "../../../provider/arm/budgetOf";
import { RequestGate, type RequestBudget, type Turn } from "../../../provider/arm/requestGate";

const writes: RequestBudget = { service: "a", throttle: "sub writes" };
const reads: RequestBudget = { service: "a", throttle: "sub reads" };
const otherService: RequestBudget = { service: "b", throttle: "sub writes" };

/** A gate whose pauses end when the test says so. */
function setUp(maxConcurrent: number): {
  gate: RequestGate;
  enter: (budget: RequestBudget) => Promise<void>;
  turns: Turn[];
  pauses: number[];
  /** How long each pause was, in milliseconds. */
  slept: number[];
  endPause: () => Promise<void>;
  /** How long requests wait, and how many have gone without a turn. */
  patience: { until: number; gone: number };
} {
  const endings: (() => void)[] = [];
  const slept: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    return new Promise((resolve) => endings.push(resolve));
  };
  const gate = new RequestGate(maxConcurrent, { now: () => 1_000, sleep }, () => 0.5);
  const turns: Turn[] = [];
  const pauses: number[] = [];
  const patience = { until: Infinity, gone: 0 };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    gate,
    turns,
    pauses,
    slept,
    patience,
    enter: (budget) => {
      const onPaused = (until: number): boolean => {
        pauses.push(until);
        return until <= patience.until;
      };
      void gate.enter(budget, onPaused).then((turn) => (turn ? turns.push(turn) : (patience.gone += 1)));
      return settle();
    },
    endPause: () => {
      endings.shift()?.();
      return settle();
    },
  };
}

const services = ({ turns }: { turns: Turn[] }): string[] => turns.map(({ budget }) => budget.service);

describe("RequestGate", () => {
  it("concurrency: at most so many of one service, and others are not held up", async () => {
    const setup = setUp(2);
    for (const budget of [writes, writes, writes, otherService]) await setup.enter(budget);
    expect(services(setup)).toEqual(["a", "a", "b"]);
    const [first] = setup.turns;
    if (first) setup.gate.leave(first, undefined);
    await Promise.resolve();
    expect(services(setup)).toEqual(["a", "a", "b", "a"]);
  });

  it("pause: holds the whole budget, also of other services, until it ends; other budgets go on", async () => {
    const setup = setUp(10);
    setup.gate.pause(writes, 5_000);
    for (const budget of [writes, otherService, reads]) await setup.enter(budget);
    expect(setup.turns.map(({ budget }) => budget)).toEqual([reads]);
    expect(setup.pauses).toEqual([6_000, 6_000]);
    await setup.endPause();
    expect(services(setup)).toEqual(["a", "a", "b"]);
  });

  it("pause: a longer one that comes later replaces it, a shorter one does not", async () => {
    const setup = setUp(10);
    setup.gate.pause(writes, 5_000);
    setup.gate.pause(writes, 1_000);
    setup.gate.pause(writes, 9_000);
    await setup.enter(writes);
    await setup.endPause();
    expect(setup.turns).toEqual([]);
    await setup.endPause();
    expect(setup.turns).toHaveLength(1);
  });

  it("pause: who does not wait that long goes without a turn, whether waiting already or coming later", async () => {
    const setup = setUp(1);
    for (const budget of [reads, writes]) await setup.enter(budget);
    setup.patience.until = 10_000;
    setup.gate.pause(writes, 60_000);
    await setup.enter(writes);
    expect([setup.turns.length, setup.patience.gone]).toEqual([1, 2]);
    setup.patience.until = Infinity;
    await setup.enter(writes);
    await setup.endPause();
    for (const turn of [...setup.turns]) setup.gate.leave(turn, undefined);
    await setup.enter(reads);
    expect(setup.turns.map(({ budget }) => budget)).toEqual([reads, writes]);
    expect(setup.patience.gone).toBe(2);
  });

  it("pause: refused again after it, it is longer at random, up to twice as long each time, until something is left", async () => {
    const setup = setUp(10);
    const refuseAgain = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count++) {
        setup.gate.pause(writes, 1_000);
        // What was under way when the pause began is refused as well.
        setup.gate.pause(writes, 1_000);
        await setup.endPause();
      }
    };
    await refuseAgain(8);
    expect(setup.slept).toEqual([1_000, 1_500, 2_500, 4_500, 8_500, 16_000, 16_000, 16_000]);

    await setup.enter(writes);
    const [turn] = setup.turns;
    if (turn) setup.gate.leave(turn, 5);
    await refuseAgain(2);
    expect(setup.slept.slice(8)).toEqual([1_000, 1_500]);
  });

  it("remaining: never more under way than Azure says are left, but always one", async () => {
    const setup = setUp(10);
    for (let index = 0; index < 6; index += 1) await setup.enter(writes);
    const [first, second] = setup.turns;
    for (let index = 0; index < 3; index += 1) await setup.enter(otherService);
    expect(setup.turns).toHaveLength(9);
    if (first) setup.gate.leave(first, 3);
    // Overtaken on the way: it knew less than the answer before.
    if (second) setup.gate.leave(second, 200);
    await setup.enter(writes);
    expect(setup.turns).toHaveLength(9);
    for (const turn of setup.turns.slice(2)) setup.gate.leave(turn, 0);
    await setup.enter(writes);
    await setup.enter(writes);
    expect(setup.turns).toHaveLength(10);
  });
});

describe("budgetOf", () => {
  const service = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/Apim1";

  it.each([
    ["GET", "reads"],
    ["HEAD", "reads"],
    ["PUT", "writes"],
    ["PATCH", "writes"],
    ["POST", "writes"],
    ["DELETE", "deletes"],
  ] as const)("%s: counts as %s of the subscription", (method, counted) => {
    expect(budgetOf({ method, resourceId: `${service}/gateways/g` }).throttle).toBe(`s ${counted}`);
  });

  it("the service is the same for everything in it, in any letter case", () => {
    const certificate = budgetOf({ method: "GET", resourceId: `${service.toUpperCase()}/certificates/c` });
    expect(certificate.service).toBe(budgetOf({ method: "GET", resourceId: `${service}/gateways/g` }).service);
    expect(certificate.service).not.toBe(budgetOf({ method: "GET", resourceId: `${service}2/gateways/g` }).service);
  });
});
