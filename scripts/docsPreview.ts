/** `npm run docs:preview`: makes the README's picture from a real preview of the real CLI, against the emulator. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "./build/checkout";
import { ensureBuilt } from "./build/ensureBuilt";
import { readAnsi } from "./docsPreview/ansiText";
import { fitLines } from "./docsPreview/fitLines";
import { realPreview } from "./docsPreview/realPreview";
import { toSvg } from "./docsPreview/svg";
import { abortOnSignals } from "./processes/abortOnSignals";
import { findPulumiCli } from "./pulumiCli/findPulumiCli";

const columns = 124;

async function main(): Promise<void> {
  const say = (line: string): void => console.error(line);
  await ensureBuilt(say);
  const cli = await findPulumiCli({ say, abort: abortOnSignals() });
  const printed = `$ pulumi preview --diff\n${(await realPreview(cli)).trimEnd()}`;
  const file = join(checkout, "docs", "preview.svg");
  const title = "pulumi preview: a certificate's thumbprint, old and new, and a key that will be regenerated";
  await writeFile(file, toSvg(fitLines(readAnsi(printed), columns), { columns, title }));
  console.log(file);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
