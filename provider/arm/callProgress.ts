import type { ArmRequest } from "./client";
import type { Failure } from "./judge";
import type { FailureKind } from "./retryDecision";
import type { Run } from "./run";
import { WaitNotice } from "./waitNotice";

/** How far a call has come. */
export interface CallProgress {
  attempts: number;
  /** When the first attempt was let through: waiting for one's turn is nobody's failure. */
  startedAt: number | undefined;
  /** When the first `awaited` answer came. */
  awaitedSince: number | undefined;
  /** Until when Azure said to wait, the last time that this call was held back. */
  pausedUntil: number;
  lastFailure: Failure | undefined;
  /** An earlier attempt may have been carried out. */
  afterLostAnswer: boolean;
  readonly occurrences: Map<FailureKind, number>;
  readonly notice: WaitNotice;
}

export function beginCall(run: Run, { operation, onWait }: ArmRequest): CallProgress {
  return {
    attempts: 0,
    startedAt: undefined,
    awaitedSince: undefined,
    pausedUntil: 0,
    lastFailure: undefined,
    afterLostAnswer: false,
    occurrences: new Map(),
    notice: new WaitNotice(operation, run.time, onWait),
  };
}

/** How long a call may be repeated. */
export interface TimeLimit {
  readonly deadline: number;
  readonly milliseconds: number;
  /** The setting that it comes from; undefined where the operation has its own. */
  readonly setting: "retryTimeout" | "keyVaultAccessTimeout" | undefined;
}

/** The limit that applies to a kind of failure: what is awaited has a time of its own. */
export function timeLimitOf(
  run: Run,
  request: ArmRequest,
  of: { kind: FailureKind; progress: CallProgress },
): TimeLimit {
  const { time, limits } = run;
  const { awaitedSince, startedAt } = of.progress;
  const [since, own, setting] =
    of.kind === "awaited"
      ? ([awaitedSince, request.waitForTimeoutMs, "keyVaultAccessTimeout"] as const)
      : ([startedAt, request.retryTimeoutMs, "retryTimeout"] as const);
  const milliseconds = own ?? limits[`${setting}Ms`];
  const deadline = (since ?? time.now()) + milliseconds;
  return { deadline, milliseconds, setting: own === undefined ? setting : undefined };
}
