import { plainText, type Line, type Span } from "./ansiText";

/** Breaks lines that are too long for the picture at a blank; of long ids, which nobody reads there, only the beginning stays. */
export function fitLines(lines: readonly Line[], columns: number): Line[] {
  return lines.flatMap((line) => {
    const text = plainText(line);
    if (text.length <= columns) return [line];
    if (/^\s*\[(id|urn)=/.test(text)) return [[...slice(line, 0, columns - 2), { ...lastOf(line), text: "…]" }]];
    const blank = text.lastIndexOf(" ", columns);
    const [end, next] = blank > columns / 2 ? [blank, blank + 1] : [columns, columns];
    return [slice(line, 0, end), ...fitLines([slice(line, next, text.length)], columns)];
  });
}

function lastOf(line: Line): Span {
  return line[line.length - 1] ?? { text: "", color: undefined, bold: false };
}

function slice(line: Line, from: number, to: number): Line {
  let position = 0;
  return line.flatMap((span) => {
    const text = span.text.slice(Math.max(0, from - position), Math.max(0, to - position));
    position += span.text.length;
    return text === "" ? [] : [{ ...span, text }];
  });
}
