/** What a user does, in the order in which it is measured. */
export const phases = ["up", "unchanged", "preview", "change", "refresh", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** How the program is written: what a program in TypeScript costs is the same for every resource type. */
export const languages = ["javascript", "typescript", "typescript-noCheck"] as const;
export type Language = (typeof languages)[number];

/** Under what a subject is measured. */
export interface Condition {
  /** How many resources the program has. */
  readonly size: number;
  /** Pulumi's `--parallel`, Terraform's `-parallelism`, the plain script's concurrency. */
  readonly parallel: number;
  /** Added by the server to every answer. */
  readonly latencyMs: number;
  /** Whether the engine writes its state after every step, as it does unless PULUMI_SKIP_CHECKPOINTS is set. */
  readonly checkpoints: boolean;
  readonly language: Language;
}

/** What the processes of a run have used, each kind for itself; 0 where it cannot be told. */
export interface ByProcess {
  /** The CLI and its language host; Terraform. */
  readonly engine: number;
  /** The user's program; the plain script. */
  readonly program: number;
  readonly provider: number;
}

/** One phase of one subject, once. */
export interface Measurement {
  readonly wallMs: number;
  readonly cpuMs: ByProcess;
  /** Highest resident memory. */
  readonly peakMiB: ByProcess;
  readonly requests: number;
  readonly connections: number;
}

/** One phase of one subject under one condition, in all runs. */
interface Series extends Condition {
  readonly subject: string;
  readonly phase: Phase;
  readonly runs: readonly Measurement[];
}

/** What the state holds of one resource. */
export interface StateSize {
  readonly subject: string;
  readonly size: number;
  /** In the file that is stored, for each resource. */
  readonly bytesPerResource: number;
  /** Of one copy of the text that finds the provider; each resource stores two. */
  readonly providerCharacters: number;
  /** How many different texts the resources of the type have. */
  readonly providerTexts: number;
}

/** A single figure beside that of its companion. */
export interface Figure {
  readonly what: string;
  readonly unit: "ms" | "bytes";
  readonly median: number;
  readonly runs: number;
}

export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly series: readonly Series[];
  readonly states: readonly StateSize[];
  readonly figures: readonly Figure[];
}

export function cpuOf({ cpuMs: { engine, program, provider } }: Measurement): number {
  return engine + program + provider;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below = 0, above = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (below + above) / 2;
}

export function sameCondition(a: Condition, b: Condition): boolean {
  return (["size", "parallel", "latencyMs", "checkpoints", "language"] as const).every((key) => a[key] === b[key]);
}

/** What most tables show: Pulumi's own settings on two cores, a server that answers at once, a compiled program. */
export const standard = { parallel: 8, latencyMs: 0, checkpoints: true, language: "javascript" } as const;

/** The runs of one phase; undefined where it was not measured. */
export function runsOf(
  { series }: Results,
  key: Condition & { subject: string; phase: Phase },
): readonly Measurement[] | undefined {
  const { subject, phase } = key;
  return series.find((one) => one.subject === subject && one.phase === phase && sameCondition(one, key))?.runs;
}

/** Median of one quantity over the runs of a phase. */
export function medianOf(
  results: Results,
  key: Condition & { subject: string; phase: Phase },
  quantity: (measurement: Measurement) => number = ({ wallMs }) => wallMs,
): number | undefined {
  const runs = runsOf(results, key);
  return runs && median(runs.map(quantity));
}
