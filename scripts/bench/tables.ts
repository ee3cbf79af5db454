import {
  cpuOf,
  median,
  medianOf,
  phases,
  runsOf,
  sameCondition,
  standard,
  type Condition,
  type Measurement,
  type Phase,
  type Results,
} from "./results";
import { subjectNames } from "./subjects";
import { verdictsOf } from "./targets";

type Cell = string | undefined;

const columns: Record<Phase, string> = {
  up: "first up",
  unchanged: "up, no change",
  preview: "preview, all changed",
  change: "up, all changed",
  refresh: "refresh",
  destroy: "destroy",
};

const names: Record<string, string> = {
  certificate: "`Certificate`, `dataFile`, one file",
  "certificate-distinct": "`Certificate`, `dataFile`, a file each",
  "certificate-data": "`Certificate`, `data`",
  rotation: "`GatewayKeyRotation`",
  token: "`GatewayToken`",
  "idle-resource": "_idle resource, a certificate's properties_",
  "empty-resource": "_empty dynamic resource_",
  "empty-program": "_empty program_",
  "plain-script": "_plain script_",
  azapi: "_Terraform with azapi_",
};

const languageNames = {
  javascript: "compiled",
  typescript: "TypeScript",
  "typescript-noCheck": "TypeScript, `noCheck`",
};

/** A Markdown table; prettier does the rest. */
function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? "").join(" | ")} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 9_950 ? 2 : 1);

/** Median wall time of a phase, in seconds. */
function wallOf(results: Results, key: Parameters<typeof medianOf>[1]): Cell {
  const wallMs = medianOf(results, key);
  return wallMs === undefined ? undefined : seconds(wallMs);
}

type Quantity = (runs: readonly Measurement[]) => string;
const wallAndCpu: Quantity = (runs) => {
  const cpuMs = median(runs.map(cpuOf));
  return `${seconds(median(runs.map(({ wallMs }) => wallMs)))} (${seconds(cpuMs)})`;
};

function phaseTable(results: Results, condition: Condition, quantity: Quantity): string {
  const rows = subjectNames.map((subject) => [
    names[subject],
    ...phases.map((phase) => {
      const runs = runsOf(results, { ...condition, subject, phase });
      return runs && quantity(runs);
    }),
  ]);
  const measured = rows.filter(([, ...cells]) => cells.some((cell) => cell !== undefined));
  return table(["", ...Object.values(columns)], measured);
}

function sizesOf({ series }: Results): number[] {
  return [...new Set(series.map(({ size }) => size))].sort((a, b) => a - b);
}

/** Every way but the standard one that JavaScript programs were run. */
function otherConditions({ series }: Results): Condition[] {
  const found: Condition[] = [];
  for (const one of series) {
    const known = [{ ...standard, size: one.size }, ...found].some((condition) => sameCondition(one, condition));
    if (!known && one.language === standard.language) found.push(one);
  }
  return found.sort((a, b) => a.size - b.size || a.latencyMs - b.latencyMs || a.parallel - b.parallel);
}

/** Wall time and CPU of every phase, for every number of resources, and under other conditions where more than the usual was measured. */
export function phaseTables(results: Results): string {
  const isDetailed = (condition: Condition): boolean =>
    results.series.some((one) => ["rotation", "idle-resource"].includes(one.subject) && sameCondition(one, condition));
  const conditions = [
    ...sizesOf(results).map((size) => ({ ...standard, size })),
    ...otherConditions(results).filter(isDetailed),
  ];
  return conditions
    .map((condition) => `### ${headingOf(results, condition)}\n\n${phaseTable(results, condition, wallAndCpu)}`)
    .join("\n\n");
}

function headingOf({ series }: Results, condition: Condition): string {
  const { size, parallel, latencyMs, checkpoints } = condition;
  const counts = series.filter((one) => sameCondition(one, condition)).map((one) => one.runs.length);
  const runs = Math.max(0, ...counts);
  const what = [
    size === 1 ? "1 resource" : `${size} resources`,
    ...(parallel === standard.parallel ? [] : [`\`--parallel ${parallel}\``]),
    ...(latencyMs === 0 ? [] : [`${latencyMs} ms latency`]),
    ...(checkpoints ? [] : ["checkpoints skipped"]),
  ];
  return `${what.join(", ")} (${runs === 1 ? "one run" : `median of ${runs} runs`})`;
}

/** Requests and connections, for the largest number of resources. */
export function requestTable(results: Results): string {
  const size = Math.max(...sizesOf(results));
  return phaseTable(results, { ...standard, size }, (runs) => {
    const [requests, connections] = [
      median(runs.map((run) => run.requests)),
      median(runs.map((run) => run.connections)),
    ];
    return requests === 0 ? "0" : `${Number((requests / size).toFixed(2))} (${connections})`;
  });
}

export function memoryTable(results: Results): string {
  const size = Math.max(...sizesOf(results));
  return phaseTable(results, { ...standard, size }, (runs) => {
    const { engine, program, provider } = runs[0]?.peakMiB ?? { engine: 0, program: 0, provider: 0 };
    return [engine, program, provider].map((peak) => (peak === 0 ? "–" : Math.round(peak))).join(" / ");
  });
}

export function stateTable({ states }: Results): string {
  const largest = new Map([...states].sort((a, b) => a.size - b.size).map((state) => [state.subject, state]));
  const empty = largest.get("empty-resource")?.bytesPerResource ?? 0;
  const rows = subjectNames.flatMap((subject) => {
    const state = largest.get(subject);
    if (state === undefined || subject === "empty-program") return [];
    const { bytesPerResource, providerCharacters } = state;
    return [[names[subject], String(bytesPerResource), String(bytesPerResource - empty), String(providerCharacters)]];
  });
  return table(["", "bytes a resource", "beyond an empty one", "characters of `__provider`"], rows);
}

/** First up and up without a change, for every way that the same resources were run. */
export function conditionTable(results: Results): string {
  const cell = (condition: Condition, subject: string, phase: Phase): Cell =>
    wallOf(results, { ...condition, subject, phase });
  const rows = otherConditions(results).map((condition) => [
    String(condition.size),
    String(condition.parallel),
    `${condition.latencyMs} ms`,
    condition.checkpoints ? "written" : "skipped",
    ...["certificate", "empty-resource", "plain-script"].map((subject) => cell(condition, subject, "up")),
    ...["certificate", "empty-resource"].map((subject) => cell(condition, subject, "unchanged")),
  ]);
  const subjects = ["first up", "_empty_", "_script_", "up, no change", "_empty_"];
  return table(["resources", "`--parallel`", "latency", "checkpoints", ...subjects], rows);
}

/** One resource, and no resource, by how the program is written. */
export function languageTable(results: Results): string {
  const rows = (["typescript", "typescript-noCheck", "javascript"] as const).map((language) => [
    languageNames[language],
    ...(["up", "unchanged"] as const).flatMap((phase) =>
      ["certificate", "empty-resource", "empty-program"].map((subject) =>
        wallOf(results, { ...standard, size: 1, language, subject, phase }),
      ),
    ),
  ]);
  const subjects = ["`Certificate`", "_empty resource_", "_empty program_"];
  return table(
    ["program", ...subjects.map((name) => `first up: ${name}`), ...subjects.map((name) => `no change: ${name}`)],
    rows,
  );
}

export function targetTable(results: Results): string {
  const rows = verdictsOf(results).map(({ what, limit, found, met }) => [
    what,
    limit,
    found,
    met ? "met" : "**missed**",
  ]);
  return table(["what", "target", "measured", ""], rows);
}

/** For the README: seconds, and how many times an empty resource's or Terraform's. */
export function shortTable(results: Results): string {
  const rows = sizesOf(results).map((size) => [
    `${size}`,
    ...phases.map((phase) => {
      const [own, empty, azapi] = ["certificate", "empty-resource", "azapi"].map((subject) =>
        wallOf(results, { ...standard, size, subject, phase }),
      );
      return own === undefined ? undefined : `**${own}** / ${empty ?? "–"} / ${azapi ?? "–"}`;
    }),
  ]);
  return table(["certificates", ...Object.values(columns)], rows);
}

export function aboutLine({ date, machine, versions }: Results): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Measured on ${date} on ${machine} with ${named.join(", ")}.`;
}
