import { addDuration, type Duration } from "../duration";
import { hourBefore } from "../utcHour";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Azure's limit is 30 days from its own clock; five minutes less allows for clocks that differ. */
const LONGEST_MS = 30 * DAY_MS - 5 * MINUTE_MS;

/** Azure's limit for a gateway token, as an instant. */
export function latestExpiry(now: Date): Date {
  return new Date(now.getTime() + 30 * DAY_MS);
}

/** The expiry of a token issued now: down to the hour, or to the minute when it is valid for less than a day. */
export function expiryOf(now: Date, validFor: Duration): string {
  const wanted = Math.min(addDuration(now, validFor).getTime(), now.getTime() + LONGEST_MS);
  if (wanted - now.getTime() >= DAY_MS) return hourBefore(new Date(wanted));
  return new Date(Math.floor(wanted / MINUTE_MS) * MINUTE_MS).toISOString().replace(".000Z", "Z");
}

/** The moment from which a token is renewed: `expiresAt` − `renewBefore`, by the UTC calendar. */
export function renewalOf(expiresAt: string, renewBefore: Duration): Date {
  const back = Object.fromEntries(Object.entries(renewBefore).map(([unit, value]) => [unit, -Number(value)]));
  return addDuration(new Date(expiresAt), back as unknown as Duration);
}
