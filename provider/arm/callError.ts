import { ArmError, TransportError } from "../errors";
import { adviseOnArm, adviseOnTransport } from "./advice";
import type { ArmErrorSummary, ArmRequest } from "./client";
import type { Failure } from "./judge";
import { requestIdOf, type Answer } from "./outcome";

/** What is known about a call when it fails for good. */
export interface FailedCall {
  readonly request: ArmRequest;
  readonly failure: Failure;
  /** Why it was not sent again, as a sentence; empty where that needs no words. */
  readonly ending: string;
  /** An earlier attempt may have been carried out. */
  readonly afterLostAnswer: boolean;
}

/** The error of a call that has failed: what was being done, to which resource, what was answered, what to do next. */
export function callError(call: FailedCall): ArmError | TransportError {
  const { outcome, error, unusable } = call.failure;
  if (outcome.kind === "answer" && error) return refused(call, outcome, error);
  const { operation, resourceId, repeatability } = call.request;
  const advice = adviseOnTransport(call.failure, repeatability);
  const wasSent = outcome.kind === "answer" ? (outcome.status < 300 ? "maybe" : "no") : outcome.requestWasSent;
  const details = {
    operation,
    resourceId,
    requestWasSent: call.afterLostAnswer ? ("maybe" as const) : wasSent,
  };
  if (outcome.kind === "answer") {
    const requestId = requestIdOf(outcome);
    return new TransportError(
      sentences(
        `${operation} of ${resourceId}: the answer (status ${outcome.status}, x-ms-request-id ${requestId ?? "none"}) ${unusable ?? "cannot be used"}`,
        call.ending,
        advice,
      ),
      { ...details, code: "unexpected-answer", status: outcome.status, requestId },
    );
  }
  return new TransportError(
    sentences(`${operation} of ${resourceId} failed: ${outcome.message}`, call.ending, advice),
    {
      ...details,
      code: outcome.code,
    },
  );
}

function refused(call: FailedCall, answer: Answer, error: ArmErrorSummary): ArmError {
  const { operation, resourceId } = call.request;
  const requestId = requestIdOf(answer);
  const said = [
    error.message,
    ...error.details.map(({ message, target }) => [target, message].filter(Boolean).join(": ")),
  ];
  const words = said.filter((text) => text !== "").join(" ") || "no explanation was given";
  return new ArmError(
    sentences(
      `${operation} of ${resourceId} failed: ${words}`,
      `(status ${error.status}, code ${error.code}, x-ms-request-id ${requestId ?? "none"})`,
      call.ending,
      adviceFor(call, error, requestId !== undefined),
    ),
    {
      operation,
      resourceId,
      code: error.code,
      status: error.status,
      details: error.details,
      requestId,
      ...(call.afterLostAnswer && { requestWasSent: "maybe" as const }),
    },
  );
}

function adviceFor({ request, failure }: FailedCall, error: ArmErrorSummary, hasRequestId: boolean): string {
  // A proxy's page says nothing about the resource.
  const isAzures = hasRequestId || error.code !== `http-${error.status}`;
  const own = isAzures ? request.advise?.(error) : undefined;
  return own ?? adviseOnArm(error, { hasRequestId, kind: failure.kind }) ?? "";
}

function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => (/[.!?)]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
