import type { Repeatability } from "../../../provider/arm/client";
import {
  decideRetry,
  type FailedAttempt,
  type FailureKind,
  type RetryDecision,
} from "../../../provider/arm/retryDecision";

const attempt = (kind: FailureKind, change: Partial<FailedAttempt> = {}): FailedAttempt => ({
  kind,
  repeatability: "safe",
  occurrence: 1,
  retryAfterMs: undefined,
  remainingMs: 600_000,
  random: 1,
  ...change,
});
const wait = (waitMs: number): RetryDecision => ({ repeat: true, waitMs });
const stop = (because: "final" | "unclear" | "attempts" | "time"): RetryDecision => ({ repeat: false, because });

describe("decideRetry", () => {
  it.each<[FailureKind, Repeatability, RetryDecision]>([
    ["throttled", "safe", wait(4_000)],
    ["throttled", "look-first", wait(4_000)],
    ["locked", "safe", wait(2_000)],
    ["locked", "look-first", wait(2_000)],
    ["awaited", "safe", wait(5_000)],
    ["awaited", "look-first", wait(5_000)],
    ["unreachable", "safe", wait(1_000)],
    ["unreachable", "look-first", wait(1_000)],
    ["unclear", "safe", wait(1_000)],
    ["unclear", "look-first", stop("unclear")],
    ["final", "safe", stop("final")],
    ["final", "look-first", stop("final")],
  ])("%s, %s: decides by whether it may have been carried out", (kind, repeatability, decision) => {
    expect(decideRetry(attempt(kind, { repeatability }))).toEqual(decision);
  });

  it.each<[FailureKind, readonly number[]]>([
    ["throttled", [4_000, 8_000, 16_000, 32_000, 60_000, 60_000]],
    ["locked", [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
    ["awaited", [5_000, 10_000, 20_000, 30_000, 30_000]],
    ["unreachable", [1_000, 2_000, 4_000, 8_000]],
    ["unclear", [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
  ])("%s: backs off exponentially up to a cap", (kind, longest) => {
    const waits = longest.map((_, index) => decideRetry(attempt(kind, { occurrence: index + 1 })));
    expect(waits).toEqual(longest.map(wait));
  });

  it.each([
    [0, 0],
    [0.25, 250],
    [1, 1_000],
  ])("jitter %p: spreads the wait over its whole length", (random, waitMs) => {
    expect(decideRetry(attempt("unclear", { random }))).toEqual(wait(waitMs));
  });

  it.each<FailureKind>(["throttled", "locked", "awaited", "unreachable", "unclear"])(
    "%s: waits as long as the answer asks for, whatever the jitter",
    (kind) => {
      expect(decideRetry(attempt(kind, { retryAfterMs: 90_000, random: 0 }))).toEqual(wait(90_000));
    },
  );

  it("a Retry-After of a few milliseconds is no busy loop", () => {
    expect(decideRetry(attempt("throttled", { retryAfterMs: 3 }))).toEqual(wait(100));
  });

  it.each<[FailureKind, number]>([
    ["unreachable", 5],
    ["unclear", 8],
  ])("%s: is given up at attempt %p", (kind, last) => {
    expect(decideRetry(attempt(kind, { occurrence: last - 1 })).repeat).toBe(true);
    expect(decideRetry(attempt(kind, { occurrence: last }))).toEqual(stop("attempts"));
  });

  it.each<FailureKind>(["throttled", "locked", "awaited"])("%s: goes on as long as there is time", (kind) => {
    expect(decideRetry(attempt(kind, { occurrence: 1_000 })).repeat).toBe(true);
    expect(decideRetry(attempt(kind, { remainingMs: 0, random: 0.5 }))).toEqual(stop("time"));
  });

  it("a wait that ends with the budget is still waited; a longer one is not begun", () => {
    expect(decideRetry(attempt("throttled", { retryAfterMs: 5_000, remainingMs: 5_000 }))).toEqual(wait(5_000));
    expect(decideRetry(attempt("throttled", { retryAfterMs: 5_001, remainingMs: 5_000 }))).toEqual(stop("time"));
  });
});
