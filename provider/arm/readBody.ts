// Contracts are a few kilobytes; what is larger is not one. Of an error's text, the beginning says everything.
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

/** The code of the error that refuses an answer for its size. */
export const TOO_LARGE = "answer-too-large";

/**
 * Reads an answer's body as text, up to a limit: an error's is cut there, any other is refused.
 *
 * @throws Error when the connection ends before the body does, or the body is too large.
 */
export async function readBody(stream: NodeJS.ReadableStream, status: number): Promise<string> {
  const limit = status >= 400 ? MAX_ERROR_BYTES : MAX_BYTES;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > limit) break;
  }
  if (size > limit && status < 400) {
    throw Object.assign(new Error(`the answer (status ${status}) is larger than ${limit} bytes`), { code: TOO_LARGE });
  }
  return Buffer.concat(chunks).subarray(0, limit).toString("utf8");
}
