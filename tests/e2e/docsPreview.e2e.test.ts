import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { ensureBuilt } from "../../scripts/build/ensureBuilt";
import { plainText, readAnsi } from "../../scripts/docsPreview/ansiText";
import { realPreview } from "../../scripts/docsPreview/realPreview";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The words of a picture or of a terminal, however its lines are broken. */
function words(text: string): string {
  return text.replace(/\s+/g, " ");
}

test(
  "docs/preview.svg shows what this version prints; if not: npm run docs:preview",
  async () => {
    await ensureBuilt(say);
    const printed = readAnsi(await realPreview(await findPulumiCli({ say })))
      .map(plainText)
      .filter((line) => /thumbprint|expirationDate|^warning: |rotationCount|lastRot/.test(line));
    expect(printed.length).toBeGreaterThanOrEqual(7);
    const picture = (await readFile(join(checkout, "docs", "preview.svg"), "utf8"))
      .replace(/<\/text>/g, " ")
      .replace(/<[^>]+>/g, "")
      .replaceAll("&gt;", ">");
    for (const line of printed) expect(words(picture)).toContain(words(line));
  },
  20 * 60_000,
);
