import type { ArgumentReader } from "./argumentReader";
import { addDuration, parseDuration, type Duration } from "./duration";
import { quoted } from "./quoted";
import { isUnknown } from "./unknown";

/** An argument that is a period: positive, ISO 8601. Undefined while it is absent, unknown or wrong. */
export function readDuration(reader: ArgumentReader, argument: string, fallback?: string): Duration | undefined {
  const text = reader.string(argument) ?? fallback;
  if (text === undefined || isUnknown(text)) return undefined;
  const duration = parseDuration(text);
  if (duration === undefined) {
    return reader.fail(argument, `must be an ISO 8601 duration such as P30D or PT12H, found ${quoted(text)}`);
  }
  const epoch = new Date(0);
  return addDuration(epoch, duration) > epoch
    ? duration
    : reader.fail(argument, `must be longer than zero, found ${quoted(text)}`);
}
