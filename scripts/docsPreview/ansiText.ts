/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  /** One of the terminal's colours by number, as in `ESC[38;5;3m`; undefined for the default. */
  readonly color: number | undefined;
  readonly bold: boolean;
}

export type Line = readonly Span[];

/** Reads what a program prints in colour. Of the escape sequences, those for colour and weight are known, others are left out. */
export function readAnsi(printed: string): Line[] {
  let style: Omit<Span, "text"> = { color: undefined, bold: false };
  return printed.split("\n").map((line) => {
    const spans: Span[] = [];
    line.split("\u001b[").forEach((part, index) => {
      const [, parameters = "", letter, rest = ""] = index === 0 ? [] : (/^([\d;]*)([A-Za-z])(.*)$/.exec(part) ?? []);
      if (letter === "m") style = nextStyle(style, parameters);
      const text = letter === undefined ? part : rest;
      if (text !== "") spans.push({ ...style, text });
    });
    return spans;
  });
}

function nextStyle(style: Omit<Span, "text">, parameters: string): Omit<Span, "text"> {
  const color = /^38;5;(\d+)$/.exec(parameters)?.[1];
  if (color !== undefined) return { ...style, color: Number(color) };
  if (parameters === "1") return { ...style, bold: true };
  return parameters === "" || parameters === "0" ? { color: undefined, bold: false } : style;
}

export function plainText(line: Line): string {
  return line.map(({ text }) => text).join("");
}
