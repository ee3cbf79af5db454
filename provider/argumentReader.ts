import type { Properties } from "./host";
import { isUnknown } from "./unknown";

/** A rule of the published spec: answers what is wrong with a value, or undefined. */
type Rule = (value: string) => string | undefined;

/**
 * Reads a program's arguments one by one and collects what is wrong with them, so that one preview names every mistake.
 * Values that are not known yet pass unchecked; they are checked again when they are.
 */
export class ArgumentReader {
  readonly failures: string[] = [];

  constructor(private readonly news: Properties) {}

  /** `problem` is a sentence without the argument's name and without any secret. */
  fail(argument: string, problem: string): undefined {
    this.failures.push(`${argument}: ${problem}`);
    return undefined;
  }

  has(argument: string): boolean {
    return this.news[argument] !== undefined && this.news[argument] !== null;
  }

  isUnknown(argument: string): boolean {
    return isUnknown(this.news[argument]);
  }

  requiredString(argument: string, rule?: Rule): string {
    if (!this.has(argument)) this.fail(argument, "is missing");
    return this.string(argument, rule) ?? "";
  }

  string(argument: string, rule?: Rule): string | undefined {
    if (!this.has(argument)) return undefined;
    const value = this.news[argument];
    if (typeof value !== "string") return this.fail(argument, `must be a string, found ${kindOf(value)}`);
    const problem = isUnknown(value) ? undefined : rule?.(value);
    return problem === undefined ? value : this.fail(argument, problem);
  }

  boolean(argument: string): boolean | undefined {
    if (!this.has(argument) || this.isUnknown(argument)) return undefined;
    const value = this.news[argument];
    return typeof value === "boolean" ? value : this.fail(argument, `must be true or false, found ${kindOf(value)}`);
  }

  wholeNumber(argument: string): number | undefined {
    if (!this.has(argument) || this.isUnknown(argument)) return undefined;
    const value = this.news[argument];
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    return this.fail(argument, `must be a whole number of days, 0 or more, found ${kindOf(value)}`);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "number" ? `the number ${value}` : `a ${typeof value}`;
}
