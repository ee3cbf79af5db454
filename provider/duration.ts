/** An ISO 8601 duration. Every part is a whole number or, from weeks down, a fraction; all are negative where the text began with `-`. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const WHOLE = "(\\d{1,9})";
const FRACTION = "(\\d{1,9}(?:[.,]\\d{1,9})?)";
const PATTERN = new RegExp(
  `^([+-])?P(?=\\d|T\\d)(?:${WHOLE}Y)?(?:${WHOLE}M)?(?:${FRACTION}W)?(?:${FRACTION}D)?(?:T(?=\\d)(?:${FRACTION}H)?(?:${FRACTION}M)?(?:${FRACTION}S)?)?$`,
);

/**
 * Reads an ISO 8601 duration such as `P30D`, `P1M`, `PT10M` or `P1Y2M3DT4H5.5S`.
 *
 * @returns undefined when the text is not one. Zero and negative durations are read: refusing them is for the caller, who knows the argument's name.
 */
export function parseDuration(text: string): Duration | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const sign = match[1] === "-" ? -1 : 1;
  const part = (group: number): number => {
    const digits = match[group];
    return digits === undefined ? 0 : sign * Number(digits.replace(",", "."));
  };
  const duration = {
    years: part(2),
    months: part(3),
    weeks: part(4),
    days: part(5),
    hours: part(6),
    minutes: part(7),
    seconds: part(8),
  };
  return isWithinAThousandYears(duration) ? duration : undefined;
}

// Beyond it a sum with today's date can leave the range of Date, and nobody means it.
function isWithinAThousandYears(duration: Duration): boolean {
  const end = addDuration(new Date(0), duration).getTime();
  return Math.abs(end) <= 1000 * 365.25 * 86_400_000;
}

/**
 * The moment a duration after `date`, by the UTC calendar: years and months first, kept within the month
 * (31 January + P1M is 28 or 29 February), then the rest as exact time (a UTC day is always 24 hours).
 */
export function addDuration(date: Date, duration: Duration): Date {
  const months = duration.years * 12 + duration.months;
  const firstOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const daysInMonth = new Date(Date.UTC(firstOfMonth.getUTCFullYear(), firstOfMonth.getUTCMonth() + 1, 0)).getUTCDate();
  const shifted = new Date(date);
  shifted.setUTCFullYear(
    firstOfMonth.getUTCFullYear(),
    firstOfMonth.getUTCMonth(),
    Math.min(date.getUTCDate(), daysInMonth),
  );
  const hours = (duration.weeks * 7 + duration.days) * 24 + duration.hours;
  return new Date(shifted.getTime() + Math.round(((hours * 60 + duration.minutes) * 60 + duration.seconds) * 1000));
}
