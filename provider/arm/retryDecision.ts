import type { Repeatability } from "./client";

/**
 * Why an attempt did not succeed, as far as repeating is concerned:
 * - `throttled`: 429, not carried out;
 * - `locked`: another operation holds the service, not carried out;
 * - `awaited`: refused for a reason that passes by itself, such as Key Vault access that has not arrived;
 * - `unreachable`: no connection came about, not carried out;
 * - `unclear`: 408, 500, 502, 503, 504, a broken connection, a timeout, half an answer: carried out or not;
 * - `final`: anything else.
 */
export type FailureKind = "throttled" | "locked" | "awaited" | "unreachable" | "unclear" | "final";

/** What the decision depends on. */
export interface FailedAttempt {
  readonly kind: FailureKind;
  readonly repeatability: Repeatability;
  /** Which attempt of this call ended with this kind, from 1. */
  readonly occurrence: number;
  /** What the answer asked for. */
  readonly retryAfterMs?: number | undefined;
  /** What is left of the time budget of this kind. */
  readonly remainingMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** Wait and repeat, or stop and why. */
export type RetryDecision =
  | { readonly repeat: true; readonly waitMs: number }
  | { readonly repeat: false; readonly because: "final" | "unclear" | "attempts" | "time" };

interface Policy {
  /** The first back-off is at most this long; each further one at most twice as long as the one before. */
  readonly baseMs: number;
  readonly capMs: number;
  readonly maxAttempts: number;
}

// What Azure says was not carried out may take as long as the time budget; what may be a lasting fault is given up sooner.
const POLICIES: Readonly<Record<Exclude<FailureKind, "final">, Policy>> = {
  throttled: { baseMs: 4_000, capMs: 60_000, maxAttempts: Infinity },
  locked: { baseMs: 2_000, capMs: 30_000, maxAttempts: Infinity },
  awaited: { baseMs: 5_000, capMs: 30_000, maxAttempts: Infinity },
  unreachable: { baseMs: 1_000, capMs: 15_000, maxAttempts: 5 },
  unclear: { baseMs: 1_000, capMs: 30_000, maxAttempts: 8 },
};

// However little an answer asks for, it must not become a busy loop.
const SHORTEST_WAIT_MS = 100;

/**
 * Whether to send a request again, and after how long: as long as the answer asks for, never sooner; otherwise exponential back-off with
 * full jitter, `random × min(cap, base × 2^(occurrence − 1))`.
 */
export function decideRetry(attempt: FailedAttempt): RetryDecision {
  const { kind, repeatability, occurrence, retryAfterMs, remainingMs, random } = attempt;
  if (kind === "final") return { repeat: false, because: "final" };
  if (kind === "unclear" && repeatability === "look-first") return { repeat: false, because: "unclear" };
  const { baseMs, capMs, maxAttempts } = POLICIES[kind];
  if (occurrence >= maxAttempts) return { repeat: false, because: "attempts" };
  const backOffMs = random * Math.min(capMs, baseMs * 2 ** (occurrence - 1));
  const waitMs = retryAfterMs === undefined ? Math.round(backOffMs) : Math.max(SHORTEST_WAIT_MS, retryAfterMs);
  return waitMs > remainingMs ? { repeat: false, because: "time" } : { repeat: true, waitMs };
}
