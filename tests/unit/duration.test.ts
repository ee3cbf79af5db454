import { addDuration, parseDuration } from "../../provider/duration";

const after = (start: string, text: string): string => {
  const duration = parseDuration(text);
  if (!duration) throw new Error(`${text} was not read`);
  return addDuration(new Date(start), duration).toISOString();
};

describe("parseDuration and addDuration", () => {
  it.each([
    ["P30D", "2026-01-01T00:00:00Z", "2026-01-31T00:00:00.000Z"],
    ["P1W", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00.000Z"],
    ["PT10M", "2026-01-01T00:00:00Z", "2026-01-01T00:10:00.000Z"],
    ["PT36H", "2026-01-01T00:00:00Z", "2026-01-02T12:00:00.000Z"],
    ["PT0.5S", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.500Z"],
    ["PT0,25H", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00.000Z"],
    ["P0.5D", "2026-01-01T00:00:00Z", "2026-01-01T12:00:00.000Z"],
    ["P1Y2M3DT4H5M6S", "2026-01-01T00:00:00Z", "2027-03-04T04:05:06.000Z"],
    ["+P1D", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00.000Z"],
    ["-P1D", "2026-01-01T00:00:00Z", "2025-12-31T00:00:00.000Z"],
    ["PT0S", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
  ])("%s: is read and added", (text, start, end) => {
    expect(after(start, text)).toBe(end);
  });

  it.each([
    ["P1M", "2026-01-31T08:00:00Z", "2026-02-28T08:00:00.000Z"],
    ["P1M", "2028-01-31T08:00:00Z", "2028-02-29T08:00:00.000Z"],
    ["P1Y", "2028-02-29T00:00:00Z", "2029-02-28T00:00:00.000Z"],
    ["P13M", "2026-12-31T23:59:59Z", "2028-01-31T23:59:59.000Z"],
    ["-P1M", "2026-03-31T00:00:00Z", "2026-02-28T00:00:00.000Z"],
    ["P1MT1H", "2026-03-28T00:30:00Z", "2026-04-28T01:30:00.000Z"],
  ])("%s from %s: stays within the month", (text, start, end) => {
    expect(after(start, text)).toBe(end);
  });

  it.each([
    "",
    "P",
    "PT",
    "P1DT",
    "30D",
    "P30",
    "P1S",
    "PT1D",
    "P1H",
    "p1d",
    " P1D",
    "P1D ",
    "P1.5M",
    "P-1D",
    "P1D2W",
    "PT1M2H",
    "P1,D",
    "P1e3D",
    "10 minutes",
    "600",
    "P1001Y",
    "P999999999W",
  ])("%j: is not a duration", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("addDuration: leaves the date it was given alone", () => {
    const start = new Date("2026-01-31T00:00:00Z");
    const duration = parseDuration("P1M");
    if (duration) addDuration(start, duration);
    expect(start.toISOString()).toBe("2026-01-31T00:00:00.000Z");
  });
});
