import { shareOf, subscriptionOf, type Service } from "./inventory";
import { Turns } from "./turns";

/** A service, as far as time is concerned. */
export interface Load {
  readonly subscription: string;
  readonly gatewayCount: number;
}

/** What things cost. */
export interface Costs {
  /** Azure's token bucket for writes, of each subscription (and principal, and region). */
  readonly bucket: { readonly size: number; readonly refillPerSecond: number };
  /** Requests that Azure counts as writes, which every POST is: listKeys, regenerateKey, listKeys, generateToken. */
  readonly writesPerGateway: number;
  /** One request, there and back. */
  readonly latencySeconds: number;
  /** A stack that has nothing to do: the CLI, the program and the provider start, the engine compares. */
  readonly stackSeconds: number;
  /** What the engine adds for each gateway that it rotates: steps, and the state that is saved after each. */
  readonly gatewaySeconds: number;
}

/** How the fleet is run. */
export interface Layout {
  readonly runners: number;
  /** Stacks at the same time, on each runner. */
  readonly atOnce: number;
  readonly perSubscription: number;
  /** Gateways at the same time, in each stack. */
  readonly parallel: number;
}

/** What would have to be better for the rotation to be faster. */
type Limit = "the write budget" | "the stacks at once" | "one stack's own time" | "the round trips";

interface Forecast {
  readonly seconds: number;
  readonly limit: Limit;
}

// Azure's published budget. The two of the engine were measured with two stacks at once on two cores; the round trip is assumed.
export const usualCosts: Costs = {
  bucket: { size: 200, refillPerSecond: 10 },
  writesPerGateway: 4,
  latencySeconds: 0.2,
  stackSeconds: 6,
  gatewaySeconds: 0.08,
};

/** How long a rotation of the whole fleet takes, and what it waits for most. The same numbers give the same answer. */
export function forecast(loads: readonly Load[], layout: Layout, costs: Costs = usualCosts): Forecast {
  const seconds = simulate(loads, layout, costs);
  const without: readonly (readonly [Limit, number])[] = [
    ["the write budget", simulate(loads, layout, { ...costs, bucket: { ...costs.bucket, size: Infinity } })],
    ["the stacks at once", simulate(loads, { ...layout, atOnce: Infinity }, costs)],
    ["one stack's own time", simulate(loads, layout, { ...costs, stackSeconds: 0, gatewaySeconds: 0 })],
    ["the round trips", simulate(loads, layout, { ...costs, latencySeconds: 0 })],
  ];
  const [limit] = without.reduce((best, other) => (other[1] < best[1] ? other : best));
  return { seconds, limit };
}

/** Each runner takes its share of the subscriptions; the last one to end counts. */
function simulate(loads: readonly Load[], layout: Layout, costs: Costs): number {
  let longest = 0;
  for (let index = 1; index <= layout.runners; index++) {
    const share = shareOf(loads, { index, of: layout.runners });
    longest = Math.max(longest, simulateRunner(share, layout, costs));
  }
  return longest;
}

function simulateRunner(loads: readonly Load[], layout: Layout, costs: Costs): number {
  const turns = new Turns(loads, layout.perSubscription);
  const budgets = new Map<string, Budget>();
  const underWay: { load: Load; endsAt: number }[] = [];
  let now = 0;
  for (;;) {
    while (underWay.length < layout.atOnce) {
      const load = turns.take();
      if (load === undefined) break;
      const key = subscriptionOf(load);
      const budget = budgets.get(key) ?? new Budget(costs.bucket);
      budgets.set(key, budget);
      underWay.push({ load, endsAt: endOfStack(load, now, { layout, costs, budget }) });
    }
    const first = underWay.reduce((best, other) => (other.endsAt < best.endsAt ? other : best), none);
    if (first === none) return now;
    now = first.endsAt;
    underWay.splice(underWay.indexOf(first), 1);
    turns.giveBack(first.load);
  }
}

const none = { load: { subscription: "", gatewayCount: 0 }, endsAt: Infinity };

interface Circumstances {
  readonly layout: Layout;
  readonly costs: Costs;
  readonly budget: Budget;
}

/** It starts, asks as fast as engine and round trips let it, and waits for the writes that the budget does not have. */
function endOfStack({ gatewayCount }: Load, startsAt: number, { layout, costs, budget }: Circumstances): number {
  const { stackSeconds, gatewaySeconds, latencySeconds, writesPerGateway } = costs;
  const asksFrom = startsAt + stackSeconds;
  const rounds = Math.ceil(gatewayCount / layout.parallel);
  const fastest = Math.max(gatewayCount * gatewaySeconds, rounds * writesPerGateway * latencySeconds);
  return Math.max(asksFrom + fastest, budget.spend(gatewayCount * writesPerGateway, asksFrom));
}

/** A token bucket in virtual time. Whoever asks first is served first: what is spent beyond the level is owed. */
class Budget {
  readonly #bucket: Costs["bucket"];
  #level: number;
  #at = 0;

  constructor(bucket: Costs["bucket"]) {
    this.#bucket = bucket;
    this.#level = bucket.size;
  }

  /** Takes `writes` from an instant on; answers when the last of them has been let through. */
  spend(writes: number, from: number): number {
    const { size, refillPerSecond } = this.#bucket;
    this.#level = Math.min(size, this.#level + (from - this.#at) * refillPerSecond) - writes;
    this.#at = from;
    return this.#level >= 0 ? from : from - this.#level / refillPerSecond;
  }
}

export function loadOf({ subscription, gateways }: Service): Load {
  return { subscription, gatewayCount: gateways.length };
}
