/** What a request counts against. */
export interface RequestBudget {
  /** The service whose number of concurrent requests is limited. */
  readonly service: string;
  /** What Azure counts throttling by: a subscription's reads, writes or deletes. */
  readonly throttle: string;
}

interface Waiter {
  readonly budget: RequestBudget;
  readonly start: () => void;
  readonly onPaused: (until: number) => void;
}

interface ThrottleState {
  pausedUntil: number;
  inFlight: number;
  /** What Azure last said is left in this budget. */
  remaining: number;
}

/** Times and waits, so that tests need not wait. */
export interface Time {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

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
  ) {}

  /** Waits for a turn. The caller must call `leave` with the same budget. `onPaused` is told of a pause that keeps it waiting. */
  enter(budget: RequestBudget, onPaused: (until: number) => void): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ budget, start: resolve, onPaused });
      const { pausedUntil } = this.throttle(budget);
      if (pausedUntil > this.time.now()) onPaused(pausedUntil);
      this.admit();
    });
  }

  /** Ends a turn. `remaining` is what the answer says is left in the throttling budget. */
  leave(budget: RequestBudget, remaining: number | undefined): void {
    this.count(budget, -1);
    // Without the header nothing is known, and nothing is held back.
    this.throttle(budget).remaining = remaining ?? Infinity;
    this.admit();
  }

  /** Holds back every request of a throttling budget, waiting or yet to come. A pause is only ever made longer. */
  pause(budget: RequestBudget, milliseconds: number): void {
    const throttle = this.throttle(budget);
    const until = this.time.now() + milliseconds;
    if (until <= throttle.pausedUntil) return;
    throttle.pausedUntil = until;
    for (const waiter of this.waiting) {
      if (waiter.budget.throttle === budget.throttle) waiter.onPaused(until);
    }
    void this.time.sleep(milliseconds).then(() => this.admit());
  }

  private admit(): void {
    for (let index = 0; index < this.waiting.length;) {
      const waiter = this.waiting[index];
      if (waiter && this.mayStart(waiter.budget)) {
        this.waiting.splice(index, 1);
        this.count(waiter.budget, 1);
        waiter.start();
      } else {
        index += 1;
      }
    }
  }

  private mayStart(budget: RequestBudget): boolean {
    const { pausedUntil, inFlight, remaining } = this.throttle(budget);
    const forService = this.inFlightByService.get(budget.service) ?? 0;
    return pausedUntil <= this.time.now() && forService < this.maxConcurrent && inFlight < Math.max(1, remaining);
  }

  private count({ service, throttle }: RequestBudget, change: number): void {
    this.inFlightByService.set(service, (this.inFlightByService.get(service) ?? 0) + change);
    this.throttle({ service, throttle }).inFlight += change;
  }

  private throttle({ throttle }: RequestBudget): ThrottleState {
    const known = this.throttles.get(throttle);
    if (known) return known;
    const fresh = { pausedUntil: 0, inFlight: 0, remaining: Infinity };
    this.throttles.set(throttle, fresh);
    return fresh;
  }
}
