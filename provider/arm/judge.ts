import { summarizeError } from "./armErrorBody";
import type { ArmErrorSummary, ArmRequest } from "./client";
import { parseJson } from "./json";
import type { Answer, Outcome } from "./outcome";
import type { FailureKind } from "./retryDecision";

/** What an attempt's outcome means for the request that led to it. */
export type Verdict = Success | Failure;

/** The answer that was hoped for. */
export interface Success {
  readonly success: true;
  readonly answer: Answer;
  readonly body: unknown;
}

/** Anything else. */
export interface Failure {
  readonly success: false;
  readonly kind: FailureKind;
  readonly outcome: Outcome;
  /** Set where Azure refused. */
  readonly error?: ArmErrorSummary;
  /** Set where an answer arrived that cannot be used: why. */
  readonly unusable?: string;
  /** What is waited for, with kind `awaited`. */
  readonly awaited?: string;
}

/** Cut off on the way, as far as anybody can tell: the same as a broken connection. */
export const NOT_JSON = "is not complete JSON";

const UNCLEAR_STATUSES = [408, 500, 502, 503, 504];

/** Judges an outcome: was it the answer, and if not, of which kind is the failure? */
export function judge(request: ArmRequest, outcome: Outcome): Verdict {
  if (outcome.kind === "no-answer") {
    const kind = outcome.isPermanent ? "final" : outcome.requestWasSent === "no" ? "unreachable" : "unclear";
    return { success: false, kind, outcome };
  }
  if (request.expect.includes(outcome.status)) return judgeSuccess(outcome);
  if (outcome.status < 400) return { success: false, kind: "final", outcome, unusable: unexpectedStatus(outcome) };
  const error = summarizeError(outcome);
  const awaited = request.waitFor?.(error);
  if (awaited !== undefined) return { success: false, kind: "awaited", outcome, error, awaited };
  return { success: false, kind: kindOfRefusal(request, error), outcome, error };
}

function judgeSuccess(answer: Answer): Verdict {
  if (answer.body.trim() === "") return { success: true, answer, body: undefined };
  const type = answer.header("content-type");
  if (type !== undefined && !/^(application\/([\w.-]+\+)?json|text\/json)\s*(;|$)/i.test(type)) {
    const unusable = `is of type ${JSON.stringify(type.slice(0, 100))} instead of JSON; does a proxy or a sign-in page of the network answer in Azure's place?`;
    return { success: false, kind: "final", outcome: answer, unusable };
  }
  const body = parseJson(answer.body);
  if (body === undefined) return { success: false, kind: "unclear", outcome: answer, unusable: NOT_JSON };
  return { success: true, answer, body };
}

function unexpectedStatus({ status, header }: Answer): string {
  const location = header("location");
  if (status < 300 || location === undefined) return "is not among the answers of this operation";
  const target = URL.canParse(location) ? new URL(location).host : "another path";
  return `leads to ${target}; redirects are not followed, because the token is only for the configured cloud`;
}

function kindOfRefusal(request: ArmRequest, error: ArmErrorSummary): FailureKind {
  if (error.status === 429) return "throttled";
  if (request.isLocked?.(error) === true) return "locked";
  return UNCLEAR_STATUSES.includes(error.status) ? "unclear" : "final";
}
