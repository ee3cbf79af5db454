import type { ServerResponse } from "node:http";
import type { Answer } from "../arm/answer";
import { printJson } from "../arm/armHeaders";

/** An answer as it goes over the wire. */
export interface Payload {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Adds what the body needs; the answer's own headers win, in whatever letter case they are written. */
export function toPayload(answer: Answer, common: Readonly<Record<string, string>>): Payload {
  const { status, body } = answer;
  const text = body === undefined ? "" : typeof body === "string" ? body : printJson(body);
  const merged = new Map<string, [string, string]>();
  const needed = {
    ...(text === "" || "Content-Type" in common ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    // 204 carries none (recorded for regenerateKey), 200 without a body says 0 (recorded for DELETE).
    ...(status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(text)) }),
  };
  for (const [name, value] of [
    ...Object.entries(common),
    ...Object.entries(needed),
    ...Object.entries(answer.headers ?? {}),
  ]) {
    merged.set(name.toLowerCase(), [name, value]);
  }
  return { status, headers: Object.fromEntries(merged.values()), text };
}

export function writePayload(response: ServerResponse, { status, headers, text }: Payload): void {
  response.writeHead(status, { ...headers });
  response.end(response.req.method === "HEAD" || status === 204 ? undefined : text);
}
