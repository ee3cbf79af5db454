const HOUR_MS = 3_600_000;

/**
 * Times that `check` computes are whole hours: a plan saved at preview then usually still holds when it is applied.
 * Rounded down for an expiry, so that nothing is promised longer than it lasts.
 */
export function hourBefore(time: Date): string {
  return iso(Math.floor(time.getTime() / HOUR_MS));
}

/** Rounded up for a due time, so that nothing is due early. */
export function hourAfter(time: Date): string {
  return iso(Math.ceil(time.getTime() / HOUR_MS));
}

function iso(hours: number): string {
  return new Date(hours * HOUR_MS).toISOString().replace(".000Z", "Z");
}
