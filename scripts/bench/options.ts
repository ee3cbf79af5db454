import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { languages, type Condition } from "./results";
import { subjectNames, type SubjectName } from "./subjects";

export const usage = `Usage: npm run bench -- [options]

Measures what Pulumi's operations take with this package, and what they take at least: the same number of empty dynamic
resources (the engine's floor), idle ones with a certificate's properties, a plain script over the same adapter (the wire's
floor), an empty program, and Terraform with azapi where BENCH_AZAPI names its executable. All in turn, so that their ratios mean something on a busy machine.

  --sizes 1,100,1000     how many resources (default: 1,100)
  --subjects LIST        of ${subjectNames.join(", ")}
                         (default: all that the machine can run)
  --runs N               how often (default: 5)
  --parallel 8,32,64     operations at a time (default: ${defaultParallel()}, as Pulumi's own)
  --latency 0,50         milliseconds that the server adds to each answer (default: 0)
  --skip-checkpoints     with PULUMI_SKIP_CHECKPOINTS
  --language NAME        of ${languages.join(", ")} (default: javascript)
  --parts scale,start    what to measure (default: both): phases, or single figures such as the provider's start
  --machine TEXT         how the report names the machine
  --out FILE             results as JSON, added to what is there (default: bench-results.json)
  --report               measures nothing: writes docs/performance.md and the README's table from docs/performance.json
  --help                 shows this text
`;

export interface BenchOptions {
  readonly help: boolean;
  readonly report: boolean;
  readonly conditions: readonly Condition[];
  /** Undefined: all that the machine can run. */
  readonly subjects: readonly SubjectName[] | undefined;
  readonly runs: number;
  readonly parts: ReadonlySet<string>;
  readonly machine: string;
  readonly out: string;
}

/** @throws Error when the command line cannot be understood. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      sizes: { type: "string", default: "1,100" },
      subjects: { type: "string" },
      runs: { type: "string", default: "5" },
      parallel: { type: "string", default: String(defaultParallel()) },
      latency: { type: "string", default: "0" },
      "skip-checkpoints": { type: "boolean", default: false },
      language: { type: "string", default: "javascript" },
      parts: { type: "string", default: "scale,start" },
      machine: { type: "string", default: `${availableParallelism()} cores` },
      out: { type: "string", default: "bench-results.json" },
      report: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const language = oneOf(values.language, languages, "--language");
  const checkpoints = !values["skip-checkpoints"];
  const conditions: Condition[] = [];
  for (const size of numbers(values.sizes, "--sizes"))
    for (const parallel of numbers(values.parallel, "--parallel"))
      for (const latencyMs of numbers(values.latency, "--latency"))
        conditions.push({ size, parallel, latencyMs, checkpoints, language });
  const { help, report, machine, out } = values;
  const subjects = values.subjects?.split(",").map((name) => oneOf(name, subjectNames, "--subjects"));
  const [runs = 1] = numbers(values.runs, "--runs");
  return { help, report, conditions, subjects, runs, parts: new Set(values.parts.split(",")), machine, out };
}

/** Pulumi's own default. */
function defaultParallel(): number {
  return 4 * availableParallelism();
}

function numbers(text: string, option: string): number[] {
  return text.split(",").map((word) => {
    if (/^\d{1,5}$/.test(word)) return Number(word);
    throw new Error(`${option} takes whole numbers, not "${word}"`);
  });
}

function oneOf<T extends string>(word: string, allowed: readonly T[], option: string): T {
  const found = allowed.find((candidate) => candidate === word);
  if (found === undefined) throw new Error(`${option} takes ${allowed.join(", ")}, not "${word}"`);
  return found;
}
