import { plainText, type Line, type Span } from "./ansiText";

// Readable on its own ground, so that the page around it may be light or dark.
const background = "#161b22";
const foreground = "#d1d7de";
const colors: Readonly<Record<number, string>> = { 1: "#ff7b72", 2: "#7ee787", 3: "#e3b341", 13: "#d2a8ff" };

const characterWidth = 7.8;
const lineHeight = 19;
const margin = 18;

/** A picture of lines in a terminal, as wide as `columns`. */
export function toSvg(lines: readonly Line[], { columns, title }: { columns: number; title: string }): string {
  const [width, height] = [columns * characterWidth + 2 * margin, lines.length * lineHeight + 2 * margin].map(
    Math.ceil,
  );
  const texts = lines.map((line, index) => toText(line, margin + (index + 0.75) * lineHeight)).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${background}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${foreground}" xml:space="preserve">
${texts.join("\n")}
</g>
</svg>
`;
}

/** The length is given, so that columns stand one below the other in any font. */
function toText(line: Line, y: number): string {
  const length = plainText(line).length;
  if (length === 0) return "";
  const spans = line.map(toSpan).join("");
  return `<text x="${margin}" y="${y}" textLength="${(length * characterWidth).toFixed(1)}">${spans}</text>`;
}

function toSpan({ text, color, bold }: Span): string {
  const fill = color === undefined ? undefined : colors[color];
  const attributes = `${fill === undefined ? "" : ` fill="${fill}"`}${bold ? ' font-weight="bold"' : ""}`;
  return attributes === "" ? escape(text) : `<tspan${attributes}>${escape(text)}</tspan>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
