/** Reads a header of an answer, by its name in any case. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * How long an answer asks to wait: `retry-after-ms` or `x-ms-retry-after-ms` in milliseconds, else `Retry-After` in seconds or as an HTTP date.
 *
 * @returns milliseconds, never negative; undefined when the answer says nothing readable.
 */
export function retryAfterMs(header: HeaderReader, now: number): number | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const milliseconds = wholeNumber(header(name));
    if (milliseconds !== undefined) return milliseconds;
  }
  const text = header("retry-after");
  const seconds = wholeNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  // An HTTP date begins with the day of the week; Date.parse would also make a date of "-5".
  const date = text !== undefined && /^\s*[A-Za-z]{3}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(text) ? Math.ceil(Number(text)) : undefined;
}
