import { createHash } from "node:crypto";
import type { DiffAnswer } from "./host";
import type { Properties } from "./properties";

/** What `check` knew of a resource and what the engine hands to nobody else. */
interface Checked {
  readonly urn: unknown;
  /** The inputs of the last run; empty before the first one. */
  readonly stored: Properties;
}

/**
 * The inputs that this run has checked, so that diff, create and update find what only `check` is told: the URN of the
 * resource, and what its inputs were. Neither is stored: a URN costs every resource of every stack a hundred bytes,
 * which large stacks pay for in each checkpoint.
 */
export class CheckedInputs {
  readonly #checked = new Map<string, Checked>();

  /** Answers the inputs to store. */
  keep({ __urn: urn, ...inputs }: Properties, stored: Properties): Properties {
    this.#checked.set(keyOf(inputs), { urn, stored });
    return inputs;
  }

  /** Adds what lets messages find the resource's row; nothing for inputs that were not checked in this run. */
  withUrn(inputs: Properties): Properties {
    const checked = this.#checked.get(keyOf(inputs));
    return checked === undefined ? inputs : { ...inputs, __urn: checked.urn };
  }

  /**
   * A change that shows in the inputs is left to the engine's own comparison: it then knows which properties changed, and
   * `replaceOnChanges` works. Where it would find none (a repair, a drift that only the state shows), the answer is given.
   */
  engineDiff({ changes, replaces }: DiffAnswer, inputs: Properties): object {
    if (!changes || replaces !== undefined) return { changes, replaces };
    const key = keyOf(inputs);
    const checked = this.#checked.get(key);
    return checked === undefined || keyOf(checked.stored) === key ? { changes } : {};
  }
}

/** The same for the same inputs, whatever order the engine hands them on in. Hashed, since they may hold a whole file. */
function keyOf(inputs: Properties): string {
  return createHash("sha256")
    .update(JSON.stringify(visible(inputs), sorted))
    .digest("base64");
}

/** Without what the engine adds, or never shows. */
function visible(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
