import { subscriptionOf, type Service } from "./inventory";

/** How many stacks run at the same time. */
export interface Limits {
  /** On this machine: each is an engine, a program and a provider, some 400 MB and half a core. */
  readonly atOnce: number;
  /** Of one subscription: its stacks spend one write budget, and know nothing of each other. */
  readonly perSubscription: number;
}

/** The services of one subscription. */
interface Queue<S> {
  readonly services: S[];
  /** How many of them have been begun. */
  begun: number;
  underWay: number;
}

/**
 * Who is next: subscriptions take turns, so that the budget of each refills while the others are served. Two runs of the same
 * inventory take the same order; the simulation takes it too.
 */
export class Turns<S extends Pick<Service, "subscription">> {
  readonly #queues = new Map<string, Queue<S>>();
  readonly #perSubscription: number;

  constructor(services: readonly S[], perSubscription: number) {
    this.#perSubscription = perSubscription;
    for (const service of services) {
      const key = subscriptionOf(service);
      const queue = this.#queues.get(key) ?? { services: [], begun: 0, underWay: 0 };
      queue.services.push(service);
      this.#queues.set(key, queue);
    }
  }

  /** The next service whose subscription has a place free; undefined when there is none at the moment. */
  take(): S | undefined {
    let next: Queue<S> | undefined;
    for (const queue of this.#queues.values()) {
      const mayBegin = queue.underWay < this.#perSubscription && queue.begun < queue.services.length;
      if (mayBegin && (next === undefined || queue.begun < next.begun)) next = queue;
    }
    if (next === undefined) return undefined;
    next.underWay++;
    return next.services[next.begun++];
  }

  giveBack(service: S): void {
    const queue = this.#queues.get(subscriptionOf(service));
    if (queue !== undefined) queue.underWay--;
  }
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
