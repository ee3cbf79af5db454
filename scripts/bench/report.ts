import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { checkout } from "../build/checkout";
import { readResults } from "./resultsFile";
import type { Results } from "./results";
import {
  aboutLine,
  conditionTable,
  languageTable,
  memoryTable,
  phaseTables,
  requestTable,
  shortTable,
  stateTable,
  targetTable,
} from "./tables";

/** What the documents show between `<!-- bench:NAME -->` and `<!-- /bench -->`. */
const parts: Readonly<Record<string, (results: Results) => string>> = {
  about: aboutLine,
  targets: targetTable,
  phases: phaseTables,
  requests: requestTable,
  states: stateTable,
  memory: memoryTable,
  conditions: conditionTable,
  languages: languageTable,
  short: shortTable,
};

const reportDocuments = ["docs/performance.md", "README.md"].map((name) => join(checkout, name));
const resultsOfReport = join(checkout, "docs", "performance.json");

/** A document as it should be, its tables filled in anew. */
async function filledIn(document: string): Promise<string> {
  const results = await readResults(resultsOfReport);
  const text = await readFile(document, "utf8");
  const filled = Object.entries(parts).reduce(
    (filling, [name, part]) =>
      filling.replace(
        new RegExp(`(<!-- bench:${name} -->\\n)[^]*?(<!-- /bench -->)`),
        (_, begin: string, end: string) => `${begin}\n${part(results)}\n\n${end}`,
      ),
    text,
  );
  return format(filled, { ...(await resolveConfig(document)), filepath: document });
}

/** Fills the tables of the documents from docs/performance.json. */
export async function writeReport(): Promise<void> {
  for (const document of reportDocuments) await writeFile(document, await filledIn(document));
}

/** What a run on the terminal ends with. */
export function summaryOf(results: Results): string {
  return [aboutLine, phaseTables, conditionTable, stateTable, targetTable].map((part) => part(results)).join("\n\n");
}
