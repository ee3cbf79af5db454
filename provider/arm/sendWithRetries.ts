import { attempt } from "./attempt";
import { budgetOf, countedAs } from "./budgetOf";
import { callError } from "./callError";
import type { ArmRequest, ArmResponse } from "./client";
import { endingOf } from "./ending";
import { judge, type Failure, type Success } from "./judge";
import { requestIdOf, type Outcome } from "./outcome";
import { retryAfterMs } from "./retryAfter";
import { decideRetry, type FailureKind } from "./retryDecision";
import type { Run } from "./run";
import { WaitNotice } from "./waitNotice";

interface Progress {
  attempts: number;
  /** When the first attempt was let through: waiting for one's turn is nobody's failure. */
  startedAt: number;
  /** When the first `awaited` answer came. */
  awaitedSince: number | undefined;
  afterLostAnswer: boolean;
  readonly occurrences: Map<FailureKind, number>;
  readonly notice: WaitNotice;
}

/** Sends a request, and again as often and as late as `decideRetry` says; a refused token is renewed once. */
export async function sendWithRetries(run: Run, request: ArmRequest): Promise<ArmResponse> {
  const progress = begin(run, request);
  for (let mayRenew = true; ;) {
    const { outcome, authorization, startedAt } = await attempt(run, {
      request,
      number: (progress.attempts += 1),
      onPaused: (until) => progress.notice.begin(throttled(request), until - run.time.now()),
    });
    progress.startedAt ||= startedAt;
    const verdict = judge(request, outcome);
    if (verdict.success) return responseOf(verdict, progress);
    if (mayRenew && outcome.kind === "answer" && outcome.status === 401) {
      mayRenew = false;
      if (await run.authorization.renew(authorization, outcome.header("www-authenticate"))) continue;
    }
    await waitOrThrow(run, { request, failure: verdict }, progress);
    if (verdict.kind === "unclear") {
      const done = await lookWhetherDone(request, verdict);
      if (done) return { ...done, afterLostAnswer: true };
    }
  }
}

async function lookWhetherDone(request: ArmRequest, failure: Failure): Promise<ArmResponse | undefined> {
  try {
    return await request.lookBeforeRepeat?.();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    const ending = `It may have been carried out, and looking whether it was failed: ${reason}`;
    throw callError({ request, failure, ending, afterLostAnswer: true });
  }
}

function begin(run: Run, { operation, onWait }: ArmRequest): Progress {
  return {
    attempts: 0,
    startedAt: 0,
    awaitedSince: undefined,
    afterLostAnswer: false,
    occurrences: new Map(),
    notice: new WaitNotice(operation, run.time, onWait),
  };
}

async function waitOrThrow(
  run: Run,
  { request, failure }: { request: ArmRequest; failure: Failure },
  progress: Progress,
): Promise<void> {
  const { kind, outcome } = failure;
  const now = run.time.now();
  if (kind === "awaited") progress.awaitedSince ??= now;
  const occurrence = (progress.occurrences.get(kind) ?? 0) + 1;
  progress.occurrences.set(kind, occurrence);
  const deadline = deadlineOf(run, request, kind === "awaited" ? progress : { ...progress, awaitedSince: undefined });
  const decision = decideRetry({
    kind,
    repeatability: request.repeatability,
    occurrence,
    retryAfterMs: outcome.kind === "answer" ? retryAfterMs(outcome.header, now) : undefined,
    remainingMs: deadline - now,
    random: run.random(),
  });
  if (!decision.repeat) {
    const ending = endingOf(decision.because, {
      attempts: progress.attempts,
      elapsedMs: now - progress.startedAt,
      kind,
    });
    throw callError({ request, failure, ending, afterLostAnswer: progress.afterLostAnswer });
  }
  progress.afterLostAnswer ||= kind === "unclear";
  run.log(`${request.method} ${request.resourceId}${request.action ?? ""}: ${kind}, again in ${decision.waitMs} ms`);
  if (kind === "throttled") {
    // The next attempt waits at the gate, with all others of the same budget.
    run.gate.pause(budgetOf(request), decision.waitMs);
    return;
  }
  progress.notice.begin(reasonOf(failure), decision.waitMs, deadline);
  await run.time.sleep(decision.waitMs);
}

function deadlineOf({ limits }: Run, request: ArmRequest, { awaitedSince, startedAt }: Progress): number {
  if (awaitedSince === undefined) return startedAt + limits.retryTimeoutMs;
  return awaitedSince + (request.waitForTimeoutMs ?? limits.keyVaultAccessTimeoutMs);
}

function responseOf({ answer, body }: Success, { afterLostAnswer }: Progress): ArmResponse {
  const { status, header } = answer;
  return { status, etag: header("etag"), requestId: requestIdOf(answer), body, afterLostAnswer };
}

function throttled({ method, resourceId }: ArmRequest): string {
  return `Azure throttles ${countedAs(method)} in subscription ${resourceId.split("/")[2] ?? ""}`;
}

function reasonOf({ kind, awaited, outcome }: Failure): string {
  if (kind === "awaited") return `waiting for ${awaited ?? "it to be possible"}`;
  if (kind === "locked") return "another operation holds the service";
  return `Azure cannot be reached or has a fault (${describe(outcome)})`;
}

function describe(outcome: Outcome): string {
  return outcome.kind === "answer" ? `status ${outcome.status}` : outcome.code;
}
