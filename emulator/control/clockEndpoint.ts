import type { Answer } from "../arm/answer";
import type { JsonObject } from "../arm/requestBody";
import type { EmulatorClock } from "../emulatorClock";
import { controlError } from "./controlAnswer";

const durationPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const unitMs = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of an ISO 8601 duration without months and years, or of a plain number; undefined when it is neither. */
export function readDurationMs(advance: unknown): number | undefined {
  if (typeof advance === "number") return Number.isFinite(advance) ? advance : undefined;
  if (typeof advance !== "string" || !/\d/.test(advance)) return undefined;
  const parts = durationPattern.exec(advance);
  return parts
    ?.slice(1)
    .reduce<number>((sum, part: string | undefined, index) => sum + Number(part ?? 0) * (unitMs[index] ?? 0), 0);
}

/** `{ now }` moves the clock to an instant, `{ advance }` onwards by an ISO 8601 duration or by milliseconds. */
export function moveClock(clock: EmulatorClock, body: JsonObject): Answer {
  const { now, advance } = body;
  if (typeof now === "string" && !Number.isNaN(Date.parse(now))) {
    clock.moveTo(Date.parse(now));
  } else {
    const byMs = readDurationMs(advance);
    if (byMs === undefined) {
      return controlError('Send {"now":"2030-01-01T00:00:00Z"} or {"advance":"P30D"} (or a number of milliseconds).');
    }
    clock.advance(byMs);
  }
  return { status: 200, body: { now: clock.now().toISOString() } };
}
