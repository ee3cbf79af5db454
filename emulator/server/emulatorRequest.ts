import type { IncomingMessage } from "node:http";
import { ArmRefusal } from "../arm/armRefusal";
import { flatHeaders, readBodyText } from "./requestBytes";

/** A request as the operations see it. */
export interface EmulatorRequest {
  readonly method: string;
  /** Scheme, host and port as the client addressed them, for links in answers. */
  readonly origin: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** Decoded; empty ones are dropped, since ARM tolerates doubled slashes (seen with azapi). */
  readonly segments: readonly string[];
  /** Names in lower case: `api-version` and `$filter` are matched in any case. */
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function malformedUri(): ArmRefusal {
  return new ArmRefusal(400, { code: "InvalidRequestUri", message: "The request URI is malformed." });
}

function decodeSegment(segment: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    throw malformedUri();
  }
  // Assumed: what a web server would resolve or refuse before ARM sees it never becomes a name.
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (decoded === "." || decoded === ".." || /[/\\\u0000-\u001f\u007f]/.test(decoded)) {
    throw malformedUri();
  }
  return decoded;
}

/** Splits a request target in origin form or absolute form. */
function splitTarget(target: string): { path: string; search: string } {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target)?.[0] ?? "";
  const rest = target.slice(origin.length);
  const question = rest.indexOf("?");
  return question < 0
    ? { path: rest, search: "" }
    : { path: rest.slice(0, question), search: rest.slice(question + 1) };
}

function decodeSegments(path: string): string[] {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map(decodeSegment);
}

function readQuery(search: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    query.set(name.toLowerCase(), value);
  }
  return query;
}

/** The base address that the client used; a Host header that is none falls back to the socket's own address. */
function originOf(message: IncomingMessage): string {
  const scheme = "encrypted" in message.socket ? "https" : "http";
  const { host } = message.headers;
  const { localAddress = "127.0.0.1", localPort = 0 } = message.socket;
  return `${scheme}://${host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : `${localAddress}:${localPort}`}`;
}

/** @throws ArmRefusal for a path that cannot be decoded and for a body that is too large. */
export async function readRequest(message: IncomingMessage): Promise<EmulatorRequest> {
  const body = await readBodyText(message);
  const { path, search } = splitTarget(message.url ?? "/");
  return {
    method: message.method ?? "GET",
    origin: originOf(message),
    path,
    segments: decodeSegments(path),
    query: readQuery(search),
    headers: flatHeaders(message),
    body,
  };
}
