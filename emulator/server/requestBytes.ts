import type { IncomingMessage } from "node:http";
import { ArmRefusal } from "../arm/armRefusal";

// ARM's published limit for a request.
const maxBodyBytes = 4 * 1024 * 1024;

function tooLarge(): ArmRefusal {
  return new ArmRefusal(
    413,
    { code: "RequestEntityTooLarge", message: `The request is larger than ${maxBodyBytes} bytes.` },
    { headers: { Connection: "close" } },
  );
}

/**
 * The body as text, and never more of it in memory than allowed.
 * @throws ArmRefusal 413 when it is longer; the rest is read and thrown away, so that the client gets to see the answer.
 */
export async function readBodyText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) {
      message.resume();
      throw tooLarge();
    }
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
