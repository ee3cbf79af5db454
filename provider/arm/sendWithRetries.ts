import { attempt, type AttemptResult } from "./attempt";
import { budgetOf, throttlingOf } from "./budgetOf";
import { callError } from "./callError";
import { beginCall, timeLimitOf, type CallProgress } from "./callProgress";
import type { ArmRequest, ArmResponse } from "./client";
import { endingOf } from "./ending";
import { describeKeptBack } from "./failure";
import { judge, type Failure, type Success, type Verdict } from "./judge";
import { requestIdOf, type Outcome } from "./outcome";
import { retryAfterMs } from "./retryAfter";
import { decideRetry } from "./retryDecision";
import type { Run } from "./run";

interface Call {
  readonly run: Run;
  readonly request: ArmRequest;
  readonly progress: CallProgress;
}

/** Sends a request, and again as often and as late as `decideRetry` says; a refused token is renewed once. */
export async function sendWithRetries(run: Run, request: ArmRequest): Promise<ArmResponse> {
  const progress = beginCall(run, request);
  const call: Call = { run, request, progress };
  for (let mayRenew = true; ;) {
    const concluded = await attempt(run, {
      request,
      number: progress.attempts + 1,
      onPaused: (until) => waits(call, until),
      conclude: (result) => conclude(call, result),
    });
    if (concluded === undefined) throw keptBack(call);
    const { verdict, outcome, authorization } = concluded;
    if (verdict.success) return responseOf(verdict, progress);
    // The next attempt waits at the gate, with all others of the same budget.
    if (verdict.kind === "throttled") continue;
    if (mayRenew && outcome.kind === "answer" && outcome.status === 401) {
      mayRenew = false;
      if (await run.authorization.renew(authorization, outcome.header("www-authenticate"))) continue;
    }
    const { waitMs, deadline } = waitOrThrow(call, verdict);
    progress.notice.begin(reasonOf(verdict), waitMs, deadline);
    await run.time.sleep(waitMs);
    if (verdict.kind === "unclear") {
      const done = await lookWhetherDone(call, verdict);
      if (done) return { ...done, afterLostAnswer: true };
    }
  }
}

/** Runs while the call still has its turn. */
function conclude(call: Call, result: AttemptResult): AttemptResult & { readonly verdict: Verdict } {
  const { request, progress } = call;
  progress.attempts += 1;
  progress.startedAt ??= result.startedAt;
  const verdict = judge(request, result.outcome);
  if (!verdict.success && verdict.kind === "throttled") waitOrThrow(call, verdict);
  return { ...result, verdict };
}

/** Whether the call waits for the end of a pause. */
function waits({ run, request, progress }: Call, until: number): boolean {
  progress.pausedUntil = until;
  if (until > timeLimitOf(run, request, { kind: "throttled", progress }).deadline) return false;
  progress.notice.begin(throttlingOf(request), until - run.time.now());
  return true;
}

function keptBack({ run, request, progress }: Call): Error {
  const { lastFailure, pausedUntil, afterLostAnswer, attempts, startedAt } = progress;
  const now = run.time.now();
  if (lastFailure === undefined) {
    const failure: Failure = {
      success: false,
      kind: "final",
      outcome: describeKeptBack(throttlingOf(request), pausedUntil),
    };
    return callError({ request, failure, ending: "", afterLostAnswer });
  }
  const limit = timeLimitOf(run, request, { kind: "throttled", progress });
  const ending = endingOf("time", { attempts, elapsedMs: now - (startedAt ?? now), limit });
  return callError({ request, failure: lastFailure, ending, afterLostAnswer });
}

async function lookWhetherDone({ run, request, progress }: Call, failure: Failure): Promise<ArmResponse | undefined> {
  try {
    const { deadline } = timeLimitOf(run, request, { kind: failure.kind, progress });
    return await request.lookBeforeRepeat?.(deadline - run.time.now());
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    const ending = `It may have been carried out, and looking whether it was failed: ${reason}`;
    throw callError({ request, failure, ending, afterLostAnswer: true });
  }
}

/** How long to wait before the next attempt; for throttling, which concerns all requests of a budget, the gate is closed that long. */
function waitOrThrow({ run, request, progress }: Call, failure: Failure): { waitMs: number; deadline: number } {
  const { kind, outcome } = failure;
  const now = run.time.now();
  progress.lastFailure = failure;
  if (kind === "awaited") progress.awaitedSince ??= now;
  const occurrence = (progress.occurrences.get(kind) ?? 0) + 1;
  progress.occurrences.set(kind, occurrence);
  const limit = timeLimitOf(run, request, { kind, progress });
  const asked = outcome.kind === "answer" ? retryAfterMs(outcome.header, now) : undefined;
  const decision = decideRetry({
    kind,
    repeatability: request.repeatability,
    occurrence,
    retryAfterMs: asked,
    remainingMs: limit.deadline - now,
    random: run.random(),
  });
  // Also where this call does not wait that long: no other may send meanwhile either.
  const pauseMs = decision.repeat ? decision.waitMs : asked;
  if (kind === "throttled" && pauseMs !== undefined) run.gate.pause(budgetOf(request), pauseMs);
  if (!decision.repeat) {
    const elapsedMs = now - (progress.startedAt ?? now);
    const ending = endingOf(decision.because, { attempts: progress.attempts, elapsedMs, limit });
    throw callError({ request, failure, ending, afterLostAnswer: progress.afterLostAnswer });
  }
  progress.afterLostAnswer ||= kind === "unclear";
  run.log(`${request.method} ${request.resourceId}${request.action ?? ""}: ${kind}, again in ${decision.waitMs} ms`);
  return { waitMs: decision.waitMs, deadline: limit.deadline };
}

function responseOf({ answer, body }: Success, { afterLostAnswer }: CallProgress): ArmResponse {
  const { status, header } = answer;
  return { status, etag: header("etag"), requestId: requestIdOf(answer), body, afterLostAnswer };
}

function reasonOf({ kind, awaited, outcome }: Failure): string {
  if (kind === "awaited") return `waiting for ${awaited ?? "it to be possible"}`;
  if (kind === "locked") return "another operation holds the service";
  return `Azure cannot be reached or has a fault (${describe(outcome)})`;
}

function describe(outcome: Outcome): string {
  return outcome.kind === "answer" ? `status ${outcome.status}` : outcome.code;
}
