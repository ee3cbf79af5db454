import { randomUUID } from "node:crypto";

function compactStamp(now: Date): string {
  return now.toISOString().slice(0, 19).replace(/[-:]/g, "").concat("Z");
}

/** The headers that every ARM answer carries (recorded). A client's own correlation id is kept (published ARM contract). */
export function armHeaders(now: Date, clientCorrelationId: string | undefined): Record<string, string> {
  const correlationId = /^[\w-]{1,64}$/.test(clientCorrelationId ?? "") ? (clientCorrelationId ?? "") : randomUUID();
  return {
    "Cache-Control": "no-cache",
    Pragma: "no-cache",
    Expires: "-1",
    Server: "Microsoft-HTTPAPI/2.0",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "x-ms-request-id": randomUUID(),
    "x-ms-correlation-request-id": correlationId,
    "x-ms-routing-request-id": `WESTUS:${compactStamp(now)}:${randomUUID()}`,
  };
}

/** JSON as ARM prints it: two spaces, CRLF (recorded). */
export function printJson(body: unknown): string {
  return JSON.stringify(body, null, 2).replaceAll("\n", "\r\n");
}
