import { retryAfterMs } from "../../../provider/arm/retryAfter";

const now = Date.parse("2026-06-01T10:20:30Z");
const read = (headers: Readonly<Record<string, string>>): number | undefined =>
  retryAfterMs((name) => headers[name.toLowerCase()], now);

describe("retryAfterMs", () => {
  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, undefined],
    [{ "retry-after": " 12 " }, 12_000],
    [{ "retry-after": "1.5" }, 2_000],
    [{ "retry-after": "Mon, 01 Jun 2026 10:21:00 GMT" }, 30_000],
    [{ "retry-after": "Mon, 01 Jun 2026 10:20:00 GMT" }, undefined],
    [{ "retry-after-ms": "250" }, 250],
    [{ "x-ms-retry-after-ms": "1500" }, 1_500],
    [{ "retry-after-ms": "250", "x-ms-retry-after-ms": "1500", "retry-after": "60" }, 250],
    [{ "retry-after-ms": "soon", "retry-after": "60" }, 60_000],
    [{ "retry-after-ms": "0", "retry-after": "60" }, 60_000],
    [{ "retry-after": "Monday, soon" }, undefined],
    [{}, undefined],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
  ])("%j: %p ms", (headers, milliseconds) => {
    expect(read(headers)).toBe(milliseconds);
  });
});
