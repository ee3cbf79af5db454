import { randomUUID } from "node:crypto";
import { budgetOf, countedAs } from "./budgetOf";
import type { ArmRequest } from "./client";
import { requestIdOf, type Outcome } from "./outcome";
import type { OnPaused } from "./requestGate";
import { resourceUrl } from "./resourceUrl";
import type { Run } from "./run";

/** One attempt of a call. */
export interface Attempt<Conclusion> {
  readonly request: ArmRequest;
  /** From 1. */
  readonly number: number;
  readonly onPaused: OnPaused;
  /** Draws the conclusions before the turn is given back: a pause must hold before the next request is let through. */
  readonly conclude: (result: AttemptResult) => Conclusion;
}

/** What came of it, and which `Authorization` header it carried. */
export interface AttemptResult {
  readonly outcome: Outcome;
  readonly authorization: string;
  /** When the gate let it through. */
  readonly startedAt: number;
}

/**
 * Sends a request once, when its turn has come.
 *
 * @returns what `conclude` makes of it; undefined when `onPaused` would not wait for its turn; nothing was sent then.
 * @throws What `conclude` throws; AuthenticationError when sign-in fails, ConfigurationError when the resource id cannot be a path; nothing was sent then.
 */
export async function attempt<Conclusion>(
  run: Run,
  { request, number, onPaused, conclude }: Attempt<Conclusion>,
): Promise<Conclusion | undefined> {
  const { gate, time, limits } = run;
  const url = resourceUrl(run.endpoint, request, limits.apiVersion);
  const turn = await gate.enter(budgetOf(request), onPaused);
  if (turn === undefined) return undefined;
  let remaining: number | undefined;
  try {
    const authorization = await run.authorization.header();
    const startedAt = time.now();
    const outcome = await run.transport({
      method: request.method,
      url,
      headers: headersOf(request, { authorization, correlationId: run.correlationId }),
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      timeoutMs: limits.attemptTimeoutMs,
    });
    remaining = remainingAfter(request, outcome);
    logAttempt(run, { request, number }, { outcome, durationMs: time.now() - startedAt });
    return conclude({ outcome, authorization, startedAt });
  } finally {
    gate.leave(turn, remaining);
  }
}

function headersOf(
  request: ArmRequest,
  run: { authorization: string; correlationId: string },
): Readonly<Record<string, string>> {
  return {
    Accept: "application/json",
    Authorization: run.authorization,
    "x-ms-client-request-id": randomUUID(),
    "x-ms-correlation-request-id": run.correlationId,
    ...(request.ifMatch !== undefined && { "If-Match": request.ifMatch }),
    ...(request.body !== undefined && { "Content-Type": "application/json" }),
  };
}

// Success without the header means that nobody counts; an error without it means nothing.
function remainingAfter({ method }: ArmRequest, outcome: Outcome): number | undefined {
  if (outcome.kind === "no-answer") return undefined;
  const text = outcome.header(`x-ms-ratelimit-remaining-subscription-${countedAs(method)}`);
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  return outcome.status < 400 ? Infinity : undefined;
}

function logAttempt(
  { log }: Run,
  { request, number }: Pick<Attempt<unknown>, "request" | "number">,
  { outcome, durationMs }: { outcome: Outcome; durationMs: number },
): void {
  const result =
    outcome.kind === "answer" ? `${outcome.status}, x-ms-request-id ${requestIdOf(outcome) ?? "none"}` : outcome.code;
  log(
    `${request.method} ${request.resourceId}${request.action ?? ""} -> ${result} (attempt ${number}, ${durationMs} ms)`,
  );
}
