import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { maxPkcs12Octets } from "../pkcs12/sniff";

type Input = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly message: string };

/** Reads a file, or standard input where it is named `-`; no more than it takes to see that there is too much. */
export async function readInput(file: string, stdin: Readable): Promise<Input> {
  const stream = file === "-" ? stdin : createReadStream(file, { end: maxPkcs12Octets });
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxPkcs12Octets) break;
    }
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch (error) {
    return { ok: false, message: explain((error as NodeJS.ErrnoException).code) };
  }
}

function explain(code: string | undefined): string {
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "this is a folder, not a file";
    case "EACCES":
    case "EPERM":
      return "this file may not be read by this user";
    default:
      return `the file cannot be read (${code ?? "unknown error"})`;
  }
}
