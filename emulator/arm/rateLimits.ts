import type { EmulatorClock } from "../emulatorClock";
import { ArmRefusal } from "./armRefusal";

type Budget = "reads" | "writes" | "deletes";

/** ARM's published token buckets per subscription and principal: size, and refill a second. */
const buckets: Readonly<Record<Budget, { size: number; refillPerSecond: number }>> = {
  reads: { size: 250, refillPerSecond: 25 },
  writes: { size: 200, refillPerSecond: 10 },
  deletes: { size: 200, refillPerSecond: 10 },
};

/** Which budget a method spends: every POST spends writes, listKeys too (recorded). */
function budgetOf(method: string): Budget {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

interface SentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface Level {
  tokens: number;
  filledAtMs: number;
  /** Asking before this instant starts the wait anew (the published advice). */
  retryAfterMs: number;
}

// Three for each subscription: far more than a test uses, and little memory.
const maxLevels = 3000;

/** The budgets of every subscription. They are always counted; only an emulator that throttles refuses. */
export class RateLimits {
  readonly #levels = new Map<string, Level>();
  readonly #clock: EmulatorClock;
  readonly #throttlesFromStart: boolean;
  #throttling: boolean;

  constructor(clock: EmulatorClock, throttling: boolean) {
    this.#clock = clock;
    this.#throttlesFromStart = throttling;
    this.#throttling = throttling;
  }

  setThrottling(on: boolean): void {
    this.#throttling = on;
    this.#levels.clear();
  }

  reset(): void {
    this.setThrottling(this.#throttlesFromStart);
  }

  /** Spends one token and answers the header that tells what remains. @throws ArmRefusal 429 when throttling and none is left. */
  spend(method: string, subscriptionId: string): { header: string; remaining: number } {
    const budget = budgetOf(method);
    const level = this.#refilled(budget, subscriptionId);
    if (this.#throttling && (level.tokens < 1 || level.filledAtMs < level.retryAfterMs)) {
      throw this.#throttled(budget, level);
    }
    level.tokens = Math.max(0, level.tokens - 1);
    return { header: `x-ms-ratelimit-remaining-subscription-${budget}`, remaining: Math.floor(level.tokens) };
  }

  /** Remembers the Retry-After of a 429, whoever answered it: a spent budget or a fault. */
  noteRefusal(method: string, subscriptionId: string, answer: SentAnswer | undefined): void {
    const seconds = answer?.status === 429 ? Number(new Headers(answer.headers).get("Retry-After") ?? 0) : 0;
    if (!(seconds > 0)) return;
    const level = this.#refilled(budgetOf(method), subscriptionId);
    level.retryAfterMs = level.filledAtMs + seconds * 1000;
  }

  /** Whether a Retry-After of this budget has not passed yet. */
  isWaiting(method: string, subscriptionId: string): boolean {
    const level = this.#levels.get(`${budgetOf(method)} ${subscriptionId.toLowerCase()}`);
    return level !== undefined && this.#clock.nowMs() < level.retryAfterMs;
  }

  #refilled(budget: Budget, subscriptionId: string): Level {
    const { size, refillPerSecond } = buckets[budget];
    const key = `${budget} ${subscriptionId.toLowerCase()}`;
    const nowMs = this.#clock.nowMs();
    let level = this.#levels.get(key);
    if (level === undefined) {
      level = { tokens: size, filledAtMs: nowMs, retryAfterMs: 0 };
      if (this.#levels.size >= maxLevels) this.#levels.clear();
      this.#levels.set(key, level);
    }
    const elapsedSeconds = Math.max(0, nowMs - level.filledAtMs) / 1000;
    level.tokens = Math.min(size, level.tokens + elapsedSeconds * refillPerSecond);
    level.filledAtMs = nowMs;
    return level;
  }

  #throttled(budget: Budget, level: Level): ArmRefusal {
    const waitSeconds = Math.max(1, Math.ceil((1 - level.tokens) / buckets[budget].refillPerSecond));
    return new ArmRefusal(
      429,
      {
        code: "SubscriptionRequestsThrottled",
        message: `The number of ${budget} of this subscription has exceeded its budget. Please try again after '${waitSeconds}' seconds.`,
      },
      { headers: { "Retry-After": String(waitSeconds), [`x-ms-ratelimit-remaining-subscription-${budget}`]: "0" } },
    );
  }
}
