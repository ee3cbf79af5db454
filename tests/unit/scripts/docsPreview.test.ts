import { plainText, readAnsi } from "../../../scripts/docsPreview/ansiText";
import { fitLines } from "../../../scripts/docsPreview/fitLines";
import { toSvg } from "../../../scripts/docsPreview/svg";

test("readAnsi: colour and weight last until they are reset, over the ends of lines; other sequences are left out", () => {
  expect(readAnsi("a\u001b[38;5;3mb\u001b[1mc\nd\u001b[0m\u001b[2Ke")).toEqual([
    [
      { text: "a", color: undefined, bold: false },
      { text: "b", color: 3, bold: false },
      { text: "c", color: 3, bold: true },
    ],
    [
      { text: "d", color: 3, bold: true },
      { text: "e", color: undefined, bold: false },
    ],
  ]);
});

test("fitLines: breaks at a blank and keeps the colours; of ids only the beginning stays", () => {
  const fit = (text: string): string[] => fitLines(readAnsi(text), 20).map(plainText);
  expect(fit("short")).toEqual(["short"]);
  expect(fit("twenty columns are not enough for this")).toEqual(["twenty columns are", "not enough for this"]);
  expect(fit("x".repeat(45))).toEqual(["x".repeat(20), "x".repeat(20), "x".repeat(5)]);
  expect(fit("  [id=/subscriptions/00000000]")).toEqual(["  [id=/subscriptio…]"]);
  const [, second] = fitLines(readAnsi("\u001b[38;5;2mtwenty columns are not enough"), 20);
  expect(second).toEqual([{ text: "not enough", color: 2, bold: false }]);
});

test("toSvg: what is markup in SVG is escaped, and the length in columns is given", () => {
  const svg = toSvg(readAnsi('\u001b[38;5;1m"A" => <B> & C'), { columns: 20, title: "a < b" });
  expect(svg).toContain('textLength="109.2"><tspan fill="#ff7b72">"A" =&gt; &lt;B&gt; &amp; C</tspan></text>');
  expect(svg).toContain("<title>a &lt; b</title>");
});
