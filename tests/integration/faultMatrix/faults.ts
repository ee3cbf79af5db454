import type { Lab } from "./lab";

/** What a fault means for the request that meets it. */
type FaultMeaning =
  /** It was not carried out, and the answer says so: any request is sent again. */
  | "refused-for-now"
  /** It was not carried out, but nobody can know. */
  | "unclear-not-done"
  /** It was carried out, but nobody can know. */
  | "unclear-done"
  /** Sending again cannot help. */
  | "final";

/** One column of the matrix. */
export interface FaultColumn {
  readonly name: string;
  readonly meaning: FaultMeaning;
  readonly fault: (lab: Lab) => object;
  /** What is waited before the request is sent again. */
  readonly waitMs?: number;
  /** The error, where there is one. */
  readonly error?: { readonly name: "ArmError" | "TransportError"; readonly code: string };
  /** How the journal shows the request that met it. */
  readonly shown?: string;
}

const answer =
  (status: number, code: string, headers: Readonly<Record<string, string>> = {}) =>
  (): object => ({
    status,
    headers,
    body: { error: { code, message: `${code}.` } },
  });
// Half of the first back-off, `random` being 0.5 throughout.
const afterFault = 500;
const afterLock = 1_000;
const armError = (code: string): NonNullable<FaultColumn["error"]> => ({ name: "ArmError", code });

export const faults: readonly FaultColumn[] = [
  {
    name: "429 with seconds",
    meaning: "refused-for-now",
    fault: answer(429, "TooManyRequests", { "Retry-After": "7" }),
    waitMs: 7_000,
  },
  {
    name: "429 with a date",
    meaning: "refused-for-now",
    fault: (lab) => answer(429, "TooManyRequests", { "Retry-After": new Date(lab.time.now() + 9_000).toUTCString() })(),
    waitMs: 9_000,
  },
  {
    name: "429 with retry-after-ms",
    meaning: "refused-for-now",
    fault: answer(429, "TooManyRequests", { "retry-after-ms": "250" }),
    waitMs: 250,
  },
  {
    name: "429 with x-ms-retry-after-ms",
    meaning: "refused-for-now",
    fault: answer(429, "TooManyRequests", { "x-ms-retry-after-ms": "1500", "Retry-After": "60" }),
    waitMs: 1_500,
  },
  { name: "429 without a time", meaning: "refused-for-now", fault: answer(429, "TooManyRequests"), waitMs: 2_000 },
  {
    name: "409 lock",
    meaning: "refused-for-now",
    fault: answer(409, "PessimisticConcurrencyConflict"),
    waitMs: afterLock,
  },
  { name: "422 lock", meaning: "refused-for-now", fault: answer(422, "ManagementApiRequestFailed"), waitMs: afterLock },
  {
    name: "409 lock with Retry-After",
    meaning: "refused-for-now",
    fault: answer(409, "AnotherOperationInProgress", { "Retry-After": "3" }),
    waitMs: 3_000,
  },
  { name: "409 for good", meaning: "final", fault: answer(409, "ScopeLocked"), error: armError("ScopeLocked") },
  { name: "412", meaning: "final", fault: answer(412, "PreconditionFailed"), error: armError("PreconditionFailed") },
  { name: "403", meaning: "final", fault: answer(403, "AuthorizationFailed"), error: armError("AuthorizationFailed") },
  {
    name: "408",
    meaning: "unclear-not-done",
    fault: answer(408, "RequestTimeout"),
    waitMs: afterFault,
    error: armError("RequestTimeout"),
  },
  {
    name: "500",
    meaning: "unclear-not-done",
    fault: answer(500, "InternalServerError"),
    waitMs: afterFault,
    error: armError("InternalServerError"),
  },
  {
    name: "502 with HTML",
    meaning: "unclear-not-done",
    fault: () => ({ status: 502, headers: { "Content-Type": "text/html" }, body: "<html>Bad gateway</html>" }),
    waitMs: afterFault,
    error: armError("http-502"),
  },
  {
    name: "503 with Retry-After",
    meaning: "unclear-not-done",
    fault: answer(503, "ServiceUnavailable", { "Retry-After": "20" }),
    waitMs: 20_000,
    error: armError("ServiceUnavailable"),
  },
  {
    name: "504",
    meaning: "unclear-not-done",
    fault: answer(504, "GatewayTimeout"),
    waitMs: afterFault,
    error: armError("GatewayTimeout"),
  },
  {
    name: "reset before it was carried out",
    meaning: "unclear-not-done",
    fault: () => ({ drop: "before" }),
    waitMs: afterFault,
    error: { name: "TransportError", code: "ECONNRESET" },
    shown: "lost",
  },
  {
    name: "reset after it was carried out",
    meaning: "unclear-done",
    fault: () => ({ drop: "after" }),
    waitMs: afterFault,
    error: { name: "TransportError", code: "ECONNRESET" },
    shown: "done, lost",
  },
  {
    name: "half an answer",
    meaning: "unclear-not-done",
    fault: () => ({ status: 200, headers: { "Content-Length": "1000", Connection: "close" }, body: '{"id":"/subscr' }),
    waitMs: afterFault,
    error: { name: "TransportError", code: "ECONNRESET" },
  },
  {
    name: "truncated JSON",
    meaning: "unclear-not-done",
    fault: () => ({ status: 200, body: '{"id":"/subscr' }),
    waitMs: afterFault,
    error: { name: "TransportError", code: "unexpected-answer" },
  },
  {
    name: "HTML in Azure's place",
    meaning: "final",
    fault: () => ({ status: 200, headers: { "Content-Type": "text/html" }, body: "<html>Please sign in</html>" }),
    error: { name: "TransportError", code: "unexpected-answer" },
  },
  {
    name: "redirect to another host",
    meaning: "final",
    fault: () => ({ status: 307, headers: { Location: "https://elsewhere.example/" } }),
    error: { name: "TransportError", code: "unexpected-answer" },
  },
];
