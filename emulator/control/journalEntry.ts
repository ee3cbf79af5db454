import type { Answer } from "../arm/answer";
import type { EmulatorRequest } from "../server/emulatorRequest";
import type { Fault } from "./faults";
import type { JournalEntry } from "./journal";
import { redactBody, redactHeaders, redactJson, redactQuery } from "./redaction";

interface Exchange {
  readonly request: EmulatorRequest;
  readonly receivedAt: Date;
  /** Undefined when the connection was dropped before anything was carried out. */
  readonly answer: Answer | undefined;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly operationId: string | undefined;
  readonly fault: Fault | undefined;
  readonly note: string | undefined;
}

/** An exchange as the journal keeps it: without credentials, keys, passwords and tokens. */
export function journalEntryOf(exchange: Exchange): JournalEntry {
  const { request, receivedAt, answer, responseHeaders, operationId, fault, note } = exchange;
  return {
    method: request.method,
    path: request.path,
    query: redactQuery(request.query),
    headers: redactHeaders(request.headers),
    body: redactBody(request.body, request.headers["content-type"]),
    status: answer?.status ?? null,
    responseHeaders: redactHeaders(responseHeaders),
    responseBody: request.method === "HEAD" ? null : redactJson(answer?.body ?? null),
    receivedAt: receivedAt.toISOString(),
    ...(operationId === undefined ? {} : { operationId }),
    ...(fault === undefined ? {} : { fault }),
    ...(note === undefined ? {} : { note }),
  };
}
