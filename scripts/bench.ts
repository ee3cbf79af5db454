/** `npm run bench`: how long Pulumi's operations take with this package, beside the least that they could take. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackedPackage } from "../tests/support/packedPackage";
import { readOptions, usage, type BenchOptions } from "./bench/options";
import { summaryOf, writeReport } from "./bench/report";
import { ResultsFile } from "./bench/resultsFile";
import { measureScale } from "./bench/scale";
import { measureStarts } from "./bench/starts";
import { subjectNames, type SubjectName } from "./bench/subjects";
import { versionsOf } from "./bench/versions";
import { abortOnSignals, InterruptedError } from "./processes/abortOnSignals";

/** An empty program has no size. */
function runnable(options: BenchOptions, size: number): SubjectName[] {
  const possible = subjectNames.filter((name) => name !== "azapi" || process.env.BENCH_AZAPI !== undefined);
  return [...(options.subjects ?? possible)].filter((name) => name !== "empty-program" || size === 1);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(usage);
  if (options.report) return writeReport();
  const abort = abortOnSignals();
  const say = (line: string): void => console.error(line);
  const project = await mkdtemp(join(tmpdir(), "apim-credentials-bench-"));
  try {
    await installPackedPackage(project);
    const about = {
      date: new Date().toISOString().slice(0, 10),
      machine: options.machine,
      versions: await versionsOf(project),
    };
    const results = await ResultsFile.open(options.out, about);
    if (options.parts.has("scale")) {
      for (const condition of options.conditions) {
        const subjects = runnable(options, condition.size);
        await measureScale({ condition, subjects, runs: options.runs, project, results, say, abort });
      }
    }
    if (options.parts.has("start")) {
      const figures = await measureStarts({ project, runs: 3 * options.runs, abort });
      for (const figure of figures) await results.addFigure(figure);
    }
    console.log(summaryOf(results.results));
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
  console.error(error instanceof Error ? error.message : error);
});
