import { validationError, type ArmRefusal } from "../arm/armRefusal";
import { tokenizeFilter, type FilterToken } from "./filterTokens";

/** What a list can be filtered by. */
export type FilterFields = Readonly<Record<string, "text" | "date">>;

type Row = Readonly<Record<string, string>>;
type Predicate = (row: Row) => boolean;

/** Operators and functions: as the spec's descriptions of `$filter` list them. */
const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};
const functions: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  substringof: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

const maxDepth = 50;

/** Code and wording assumed. */
function invalidFilter(reason: string): ArmRefusal {
  return validationError({ target: "$filter", message: `The filter is not valid: ${reason}.` });
}

/** Text compares without regard to letter case, as the service's database does (assumed). */
function folded(text: string): string {
  return text.toLowerCase();
}

function orderOf(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Reads a filter from left to right. `and`, `or`, `not` and parentheses are not in the spec; OData has them (assumed). */
class FilterReader {
  readonly #tokens: readonly FilterToken[];
  readonly #fields: FilterFields;
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[], fields: FilterFields) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  read(): Predicate {
    const predicate = this.#any();
    if (this.#position < this.#tokens.length) throw invalidFilter("something follows its end");
    return predicate;
  }

  #any(): Predicate {
    let left = this.#all();
    while (this.#takeWord("or")) {
      const [one, other] = [left, this.#all()];
      left = (row) => one(row) || other(row);
    }
    return left;
  }

  #all(): Predicate {
    let left = this.#single();
    while (this.#takeWord("and")) {
      const [one, other] = [left, this.#single()];
      left = (row) => one(row) && other(row);
    }
    return left;
  }

  #single(): Predicate {
    if (++this.#depth > maxDepth) throw invalidFilter("it is nested too deeply");
    try {
      if (this.#takeWord("not")) {
        const inner = this.#single();
        return (row) => !inner(row);
      }
      if (this.#take("open")) {
        const inner = this.#any();
        this.#require("close");
        return inner;
      }
      const word = this.#require("word");
      return this.#tokens[this.#position]?.kind === "open" ? this.#call(word) : this.#comparison(word);
    } finally {
      this.#depth--;
    }
  }

  #comparison(word: string): Predicate {
    const field = this.#field(word);
    const operator = this.#require("word");
    const compare = comparisons[operator.toLowerCase()];
    if (compare === undefined) throw invalidFilter(`the operator ${operator} is not supported`);
    const wanted = this.#literal();
    if (this.#fields[field] === "date") {
      const wantedMs = Date.parse(wanted);
      if (Number.isNaN(wantedMs)) throw invalidFilter(`${field} is compared with a date`);
      return (row) => compare(Math.sign(Date.parse(row[field] ?? "") - wantedMs));
    }
    return (row) => compare(orderOf(folded(row[field] ?? ""), folded(wanted)));
  }

  #call(name: string): Predicate {
    const run = functions[name.toLowerCase()];
    if (run === undefined) throw invalidFilter(`the function ${name} is not supported`);
    this.#require("open");
    const partFirst = name.toLowerCase() === "substringof";
    const first = partFirst ? this.#literal() : this.#require("word");
    this.#require("comma");
    const second = partFirst ? this.#require("word") : this.#literal();
    this.#require("close");
    const field = this.#field(partFirst ? second : first);
    if (this.#fields[field] === "date") throw invalidFilter(`${field} does not support functions`);
    const part = folded(partFirst ? first : second);
    return (row) => run(folded(row[field] ?? ""), part);
  }

  #field(word: string): string {
    // Clients write the path of a nested field in full, such as properties/subject.
    const wanted = word.split("/").at(-1)?.toLowerCase();
    const field = Object.keys(this.#fields).find((name) => name.toLowerCase() === wanted);
    if (field === undefined) throw invalidFilter(`the field ${word} cannot be filtered by`);
    return field;
  }

  /** A literal; OData 3 writes a date as datetime'…'. */
  #literal(): string {
    this.#takeWord("datetime");
    return this.#require("text");
  }

  #take(kind: FilterToken["kind"]): boolean {
    if (this.#tokens[this.#position]?.kind !== kind) return false;
    this.#position++;
    return true;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#position];
    return token?.kind === "word" && token.value.toLowerCase() === word && this.#take("word");
  }

  #require(kind: FilterToken["kind"]): string {
    const token = this.#tokens[this.#position];
    if (token === undefined || !this.#take(kind)) throw invalidFilter(`a ${kind} is missing`);
    return token.value;
  }
}

/** @throws ArmRefusal 400 for a filter that cannot be understood, or that asks for more than the spec lists for a field. */
export function parseFilter(filter: string, fields: FilterFields): Predicate {
  const tokens = tokenizeFilter(filter);
  if (tokens === undefined) throw invalidFilter("it holds a character that has no meaning");
  return new FilterReader(tokens, fields).read();
}
