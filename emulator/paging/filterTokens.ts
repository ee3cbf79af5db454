/** A piece of an OData filter: `word` is a field, function or operator. */
export interface FilterToken {
  readonly kind: "word" | "text" | "open" | "close" | "comma";
  readonly value: string;
}

const pieces = /\s*(?:'((?:[^']|'')*)'|([A-Za-z][\w./]*)|([\d][\dTZ:.+-]*)|([(),]))/y;

/** Takes a filter apart; undefined when it holds anything else. Quotes are doubled inside text, as OData has it. */
export function tokenizeFilter(filter: string): FilterToken[] | undefined {
  const tokens: FilterToken[] = [];
  const scanner = new RegExp(pieces);
  const end = filter.trimEnd().length;
  while (scanner.lastIndex < end) {
    const match = scanner.exec(filter);
    if (match === null) return undefined;
    const [, text, word, date, mark] = match as (string | undefined)[];
    if (text !== undefined) tokens.push({ kind: "text", value: text.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
    else if (date !== undefined) tokens.push({ kind: "text", value: date });
    else tokens.push({ kind: mark === "(" ? "open" : mark === ")" ? "close" : "comma", value: mark ?? "" });
  }
  return tokens;
}
