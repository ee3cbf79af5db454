import { validateHeaderName, validateHeaderValue } from "node:http";
import { isJsonObject } from "../arm/requestBody";
import type { EmulatorRequest } from "../server/emulatorRequest";

/** What goes wrong with a request. */
export interface Fault {
  /** Answer this instead of carrying the request out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Answer 401 and ask for a token with these claims: continuous access evaluation. */
  readonly challenge?: Readonly<Record<string, unknown>>;
  /** Break the connection before the request is carried out, or after it: carried out, answer lost. */
  readonly drop?: "before" | "after";
  /** Wait before anything else. */
  readonly delayMs?: number;
}

interface FaultRule {
  readonly method: string | undefined;
  readonly pathPattern: RegExp | undefined;
  readonly fault: Fault;
  remaining: number;
}

/** A faults request that cannot be understood; its message names the member. */
export class FaultDefinitionError extends Error {}

const maxDelayMs = 600_000;

function requireThat(holds: boolean, message: string): void {
  if (!holds) throw new FaultDefinitionError(message);
}

function readPattern(pattern: unknown): RegExp | undefined {
  if (pattern === undefined) return undefined;
  if (typeof pattern !== "string") throw new FaultDefinitionError("match.pathPattern must be a string.");
  try {
    return new RegExp(pattern, "i");
  } catch {
    throw new FaultDefinitionError("match.pathPattern must be a regular expression.");
  }
}

function readHeaders(headers: unknown): Record<string, string> {
  if (!isJsonObject(headers)) throw new FaultDefinitionError("fault.headers must be an object.");
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value !== "string" && typeof value !== "number") {
        throw new FaultDefinitionError(`fault.headers.${name} must be a string or a number.`);
      }
      try {
        validateHeaderName(name);
        validateHeaderValue(name, String(value));
      } catch {
        throw new FaultDefinitionError("fault.headers holds a character that no header can have.");
      }
      return [name, String(value)];
    }),
  );
}

function readFault(fault: unknown): Fault {
  if (!isJsonObject(fault)) throw new FaultDefinitionError("fault must be an object.");
  const { status, headers, body, challenge, drop, delayMs } = fault;
  requireThat(
    status === undefined || (Number.isInteger(status) && (status as number) >= 200 && (status as number) <= 599),
    "fault.status must be a whole number from 200 to 599.",
  );
  requireThat(drop === undefined || drop === "before" || drop === "after", 'fault.drop must be "before" or "after".');
  requireThat(
    delayMs === undefined || (typeof delayMs === "number" && delayMs >= 0 && delayMs <= maxDelayMs),
    `fault.delayMs must be a number from 0 to ${maxDelayMs}.`,
  );
  requireThat(
    [status, challenge, drop, delayMs].some((member) => member !== undefined),
    "fault needs one of status, challenge, drop and delayMs.",
  );
  requireThat(
    [status, challenge, drop].filter((member) => member !== undefined).length <= 1,
    "fault.status, fault.challenge and fault.drop exclude each other.",
  );
  requireThat(challenge === undefined || isJsonObject(challenge), "fault.challenge must be an object of claims.");
  return {
    ...(status === undefined ? {} : { status: status as number }),
    ...(headers === undefined ? {} : { headers: readHeaders(headers) }),
    ...(body === undefined ? {} : { body }),
    ...(challenge === undefined ? {} : { challenge: challenge as Record<string, unknown> }),
    ...(drop === undefined ? {} : { drop: drop as "before" | "after" }),
    ...(delayMs === undefined ? {} : { delayMs: delayMs as number }),
  };
}

function readRule(rule: unknown): FaultRule {
  if (!isJsonObject(rule)) throw new FaultDefinitionError("Each entry must be an object.");
  const match: unknown = rule.match ?? {};
  if (!isJsonObject(match)) throw new FaultDefinitionError("match must be an object.");
  const { method, pathPattern } = match;
  const times = rule.times ?? 1;
  requireThat(method === undefined || typeof method === "string", "match.method must be a string.");
  requireThat(Number.isInteger(times) && (times as number) > 0, "times must be a whole number above 0.");
  return {
    method: (method as string | undefined)?.toUpperCase(),
    pathPattern: readPattern(pathPattern),
    fault: readFault(rule.fault),
    remaining: times as number,
  };
}

/** The faults that are waiting for a request, in the order in which they were asked for. */
export class Faults {
  #rules: FaultRule[] = [];

  /** Adds to what is there. @throws FaultDefinitionError when a rule cannot be understood; then none is added. */
  add(definitions: unknown): void {
    if (!Array.isArray(definitions)) throw new FaultDefinitionError("Send an array of faults.");
    this.#rules.push(...definitions.map(readRule));
  }

  /** The fault for a request; the first rule that matches is spent once. */
  take(request: EmulatorRequest): Fault | undefined {
    const rule = this.#rules.find(
      ({ method, pathPattern }) =>
        (method === undefined || method === request.method) &&
        (pathPattern === undefined || pathPattern.test(request.path)),
    );
    if (rule === undefined) return undefined;
    rule.remaining--;
    if (rule.remaining === 0) this.#rules = this.#rules.filter((other) => other !== rule);
    return rule.fault;
  }

  /** Those that are left, in the form in which they were asked for. */
  get waiting(): readonly object[] {
    return this.#rules.map(({ method, pathPattern, fault, remaining }) => ({
      match: { method, pathPattern: pathPattern?.source },
      times: remaining,
      fault,
    }));
  }

  clear(): void {
    this.#rules = [];
  }
}
