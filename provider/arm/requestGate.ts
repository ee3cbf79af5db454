/** What a request counts against. */
export interface RequestBudget {
  /** The service whose number of concurrent requests is limited. */
  readonly service: string;
  /** What Azure counts throttling by: a subscription's reads, writes or deletes. */
  readonly throttle: string;
}

/** The right to send one request; to be given back by `leave`. */
export interface Turn {
  readonly budget: RequestBudget;
  /** Counts the requests of a throttling budget, from 1. */
  readonly number: number;
}

interface Waiter {
  readonly budget: RequestBudget;
  readonly settle: (turn: Turn | undefined) => void;
  readonly onPaused: OnPaused;
}

/** Told until when a pause holds a request back; answers whether the request waits that long. */
export type OnPaused = (until: number) => boolean;

interface ThrottleState {
  /** 0 when it is not paused. */
  pausedUntil: number;
  inFlight: number;
  started: number;
  /** What Azure last said is left in this budget. */
  remaining: number;
  /** How many requests had started when it was said: answers to those, overtaken on the way, can only lower it. */
  saidAfter: number;
  /** How many pauses there have been since Azure let a request of this budget through with something left. */
  pausesInARow: number;
}

/** Times and waits, so that tests need not wait. */
export interface Time {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

// However often in a row; the pauses that Azure asks for come on top.
const maxExtraPauseMs = 30_000;

/**
 * Lets requests through: at most `maxConcurrent` at a time for one service, none while their throttling budget is paused, and never more
 * at a time than Azure said are left in that budget (but always one, or it would never hear of a refill). First come, first served.
 */
export class RequestGate {
  private readonly waiting: Waiter[] = [];
  private readonly inFlightByService = new Map<string, number>();
  private readonly throttles = new Map<string, ThrottleState>();

  constructor(
    private readonly maxConcurrent: number,
    private readonly time: Time,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Waits for a turn, which the caller must give back by `leave`. `onPaused` is told of each pause that keeps it waiting.
   *
   * @returns undefined when `onPaused` said that it does not wait that long.
   */
  enter(budget: RequestBudget, onPaused: OnPaused): Promise<Turn | undefined> {
    return new Promise((resolve) => {
      const { pausedUntil } = this.throttle(budget);
      if (pausedUntil > 0 && !onPaused(pausedUntil)) {
        resolve(undefined);
        return;
      }
      this.waiting.push({ budget, settle: resolve, onPaused });
      this.admit();
    });
  }

  /** Ends a turn. `remaining` is what the answer says is left in the throttling budget; undefined when nothing new is known. */
  leave({ budget, number }: Turn, remaining: number | undefined): void {
    this.countForService(budget, -1);
    const throttle = this.throttle(budget);
    throttle.inFlight -= 1;
    if (remaining !== undefined && remaining > 0) throttle.pausesInARow = 0;
    if (remaining !== undefined && (number > throttle.saidAfter || remaining < throttle.remaining)) {
      throttle.remaining = remaining;
      throttle.saidAfter = throttle.started;
    }
    this.admit();
  }

  /** Holds back every request of a throttling budget, waiting or yet to come. A pause is only ever made longer. */
  pause(budget: RequestBudget, askedForMs: number): void {
    const throttle = this.throttle(budget);
    const milliseconds = askedForMs + this.extraPauseMs(throttle, askedForMs);
    const until = this.time.now() + milliseconds;
    if (until <= throttle.pausedUntil) return;
    throttle.pausedUntil = until;
    for (const waiter of this.waiting.filter((other) => other.budget.throttle === budget.throttle)) {
      if (!waiter.onPaused(until)) this.sendAway(waiter);
    }
    void this.time.sleep(milliseconds).then(() => this.endPause(throttle, until));
  }

  /**
   * Refused again right after a pause, somebody else spends this budget too. Asking too soon starts Azure's wait anew: two that ask
   * at the same pace would keep each other out for ever. Each waits at random, up to twice as long every time.
   */
  private extraPauseMs(throttle: ThrottleState, askedForMs: number): number {
    // The answers to what was under way when the pause began say nothing new.
    if (throttle.pausedUntil > 0) return 0;
    const doubled = askedForMs * (2 ** throttle.pausesInARow - 1);
    throttle.pausesInARow += 1;
    return Math.round(this.random() * Math.min(maxExtraPauseMs, doubled));
  }

  private sendAway(waiter: Waiter): void {
    this.waiting.splice(this.waiting.indexOf(waiter), 1);
    waiter.settle(undefined);
  }

  private admit(): void {
    for (let index = 0; index < this.waiting.length;) {
      const waiter = this.waiting[index];
      if (waiter && this.mayStart(waiter.budget)) {
        this.waiting.splice(index, 1);
        waiter.settle(this.begin(waiter.budget));
      } else {
        index += 1;
      }
    }
  }

  private endPause(throttle: ThrottleState, until: number): void {
    // A later answer may have asked for a longer pause meanwhile.
    if (throttle.pausedUntil === until) throttle.pausedUntil = 0;
    this.admit();
  }

  private mayStart(budget: RequestBudget): boolean {
    const { pausedUntil, inFlight, remaining } = this.throttle(budget);
    const forService = this.inFlightByService.get(budget.service) ?? 0;
    return pausedUntil === 0 && forService < this.maxConcurrent && inFlight < Math.max(1, remaining);
  }

  private begin(budget: RequestBudget): Turn {
    this.countForService(budget, 1);
    const throttle = this.throttle(budget);
    throttle.inFlight += 1;
    throttle.started += 1;
    return { budget, number: throttle.started };
  }

  private countForService({ service }: RequestBudget, change: number): void {
    this.inFlightByService.set(service, (this.inFlightByService.get(service) ?? 0) + change);
  }

  private throttle({ throttle }: RequestBudget): ThrottleState {
    const known = this.throttles.get(throttle);
    if (known) return known;
    const fresh = { pausedUntil: 0, inFlight: 0, started: 0, remaining: Infinity, saidAfter: 0, pausesInARow: 0 };
    this.throttles.set(throttle, fresh);
    return fresh;
  }
}
