import { isDeepStrictEqual } from "node:util";

/**
 * Which triggers changed, by name or position and never by value: `release`, `[0]`, or `triggers` when there is one value
 * only or the whole was added or removed. Empty when nothing did; the order of a map's keys does not count.
 */
export function changedTriggers(stored: unknown, declared: unknown): string[] {
  if (isDeepStrictEqual(stored ?? undefined, declared ?? undefined)) return [];
  if (!isContainer(stored) || !isContainer(declared) || Array.isArray(stored) !== Array.isArray(declared))
    return ["triggers"];
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(declared)])];
  const changed = keys.filter((key) => !isDeepStrictEqual(stored[key], declared[key]));
  return Array.isArray(declared) ? changed.map((index) => `[${index}]`) : changed;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
