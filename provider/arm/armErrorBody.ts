import type { ArmErrorDetail } from "../errors";
import type { ArmErrorSummary } from "./client";
import { parseJson } from "./json";
import type { Answer } from "./outcome";

const MAX_TEXT = 2_000;
const MAX_DETAILS = 20;

/** Reads ARM's error shape, `{ error: { code, message, details } }`, from an answer that may hold anything. */
export function summarizeError(answer: Answer): ArmErrorSummary {
  const body = parseJson(answer.body);
  const error = isObject(body) && isObject(body.error) ? body.error : isObject(body) ? body : {};
  const details = Array.isArray(error.details) ? (error.details as unknown[]).slice(0, MAX_DETAILS) : [];
  return {
    status: answer.status,
    // A HEAD's answer has no body; ARM repeats the code in a header there.
    code: text(error.code) ?? answer.header("x-ms-error-code") ?? `http-${answer.status}`,
    message: text(error.message) ?? "",
    details: details.filter(isObject).map(readDetail),
  };
}

function readDetail(detail: Readonly<Record<string, unknown>>): ArmErrorDetail {
  const [code, message, target] = [text(detail.code), text(detail.message), text(detail.target)];
  return { ...(code && { code }), ...(message && { message }), ...(target && { target }) };
}

function text(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
