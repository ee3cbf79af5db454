/** Reads a header of an answer, by its name in any case. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * How long an answer asks to wait: `retry-after-ms` or `x-ms-retry-after-ms` in milliseconds, else `Retry-After` in seconds or as an HTTP date.
 *
 * @returns milliseconds, above 0; undefined when the answer says nothing readable, or a time that has passed: by a clock that is wrong, or by
 * a proxy's "0", which must not become a busy loop.
 */
export function retryAfterMs(header: HeaderReader, now: number): number | undefined {
  const retryAfter = header("retry-after");
  const seconds = wholeNumber(retryAfter);
  const candidates = [
    wholeNumber(header("retry-after-ms")),
    wholeNumber(header("x-ms-retry-after-ms")),
    seconds === undefined ? untilDate(retryAfter, now) : seconds * 1000,
  ];
  return candidates.find((milliseconds) => milliseconds !== undefined && milliseconds > 0);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(text) ? Math.ceil(Number(text)) : undefined;
}

// An HTTP date begins with the day of the week; Date.parse would also make a date of "-5".
function untilDate(text: string | undefined, now: number): number | undefined {
  return text !== undefined && /^\s*[A-Za-z]{3}/.test(text) ? Date.parse(text) - now : undefined;
}
