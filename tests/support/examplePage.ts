import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import type { OperationResult } from "../../scripts/pulumiRun/pulumiStack";

/** What is another one in every run. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9A-F]{40}\b/g, "THUMBPRINT"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME"],
  [/\b\d\d:\d\d:\d\d UTC/g, "TIME"],
  // Which of the two is said depends on the pause that adds up to ten seconds.
  [/\bat the latest until\b/g, "until"],
  [/\bin \d+ days\b/g, "in N days"],
  [/(default_3_28_0)::[0-9a-f-]{36}/g, "$1::ID"],
  [/\bcontoso-rg\b/g, "rg1"],
];

function lines(text: string): string[] {
  const same = VARYING.reduce((varied, [pattern, word]) => varied.replace(pattern, word), text);
  return same
    .split("\n")
    .map((line) => line.trim().replace(/ +/g, " "))
    .filter((line) => line !== "");
}

/** Collects what Pulumi prints in a test, to hold an example's page against it: what it shows comes from real runs, and stays so. */
export class ExamplePage {
  readonly #printed = new Set<string>();

  constructor(private readonly name: string) {}

  see<T extends Pick<OperationResult, "stdout" | "stderr">>(result: T): T {
    for (const line of lines(`${result.stdout}\n${result.stderr}`)) this.#printed.add(line);
    return result;
  }

  /** Lines that the page shows as output, and that nothing has printed. */
  async linesNotSeen(): Promise<string[]> {
    const page = await readFile(join(checkout, "examples", this.name, "README.md"), "utf8");
    const shown = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, language]) => language === "");
    const output = shown.flatMap(([, , text = ""]) => lines(text));
    if (output.length === 0) throw new Error("The page shows no output.");
    return output.filter((line) => !this.#printed.has(line));
  }
}
