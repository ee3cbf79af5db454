import type { IncomingMessage } from "node:http";

// ARM's published limit for a request is 4 MB.
export const maxBodyBytes = 4 * 1024 * 1024;

/** The body as text; undefined when it is longer than allowed (the rest is not read), and never more of it in memory than that. */
export async function readBodyText(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Headers with lower-case names; repeated ones joined as HTTP has it. */
export function flatHeaders(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
