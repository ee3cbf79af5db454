import { subscriptionOf, type Service } from "./inventory";

/** How many stacks run at the same time. */
export interface Limits {
  /** On this machine: each is an engine, a program and a provider, some 400 MB and half a core. */
  readonly atOnce: number;
  /** Of one subscription: its stacks spend one write budget, and know nothing of each other. */
  readonly perSubscription: number;
}

/** Who is next. Two runs of the same inventory take the same order; the simulation takes it too. */
export class Turns<S extends Pick<Service, "subscription">> {
  readonly #waiting: S[];
  readonly #underWay = new Map<string, number>();
  readonly #perSubscription: number;

  constructor(services: readonly S[], perSubscription: number) {
    this.#waiting = alternating(services);
    this.#perSubscription = perSubscription;
  }

  /** The next service whose subscription has a place free; undefined when there is none at the moment. */
  take(): S | undefined {
    const index = this.#waiting.findIndex((service) => this.#countOf(service) < this.#perSubscription);
    if (index < 0) return undefined;
    const [next] = this.#waiting.splice(index, 1);
    if (next !== undefined) this.#underWay.set(subscriptionOf(next), this.#countOf(next) + 1);
    return next;
  }

  giveBack(service: S): void {
    this.#underWay.set(subscriptionOf(service), this.#countOf(service) - 1);
  }

  #countOf(service: S): number {
    return this.#underWay.get(subscriptionOf(service)) ?? 0;
  }
}

/** Subscriptions in turn: while the others are served, the budget of each refills. */
function alternating<S extends Pick<Service, "subscription">>(services: readonly S[]): S[] {
  const before = new Map<string, number>();
  const rounds = services.map((service) => {
    const round = before.get(subscriptionOf(service)) ?? 0;
    before.set(subscriptionOf(service), round + 1);
    return { service, round };
  });
  return rounds.sort((one, other) => one.round - other.round).map(({ service }) => service);
}

/** Runs `work` for each service, within the limits. After `stop` none is started; resolves when those under way have ended. */
export function inTurns(
  services: readonly Service[],
  { atOnce, perSubscription, stop }: Limits & { stop: AbortSignal },
  work: (service: Service) => Promise<void>,
): Promise<void> {
  const turns = new Turns(services, perSubscription);
  return new Promise((resolve, reject) => {
    let running = 0;
    const startMore = (): void => {
      while (!stop.aborted && running < atOnce) {
        const service = turns.take();
        if (service === undefined) break;
        running++;
        work(service).then(() => {
          running--;
          turns.giveBack(service);
          startMore();
        }, reject);
      }
      if (running === 0) resolve();
    };
    startMore();
  });
}
