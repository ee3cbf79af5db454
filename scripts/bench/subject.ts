import type { Condition, Phase } from "./results";

/** Something whose phases are measured. */
export interface Subject {
  readonly name: string;
  /** What happens before a phase, and is not measured. */
  prepare(phase: Phase): Promise<void>;
  /** @throws Error when the phase did not do what it is measured for. */
  run(phase: Phase): Promise<void>;
  /** Undefined where nothing is stored. */
  storedState?(): Promise<string>;
  remove(): Promise<void>;
}

/** What subjects are made from. */
export interface SubjectPlace {
  readonly condition: Condition;
  /** Folder with `first` and `second`. */
  readonly files: string;
  readonly abort: AbortSignal;
}

/** Phases that do nothing for want of resources or of a notion of them are left out. */
export function hasPhase(subject: string, phase: Phase): boolean {
  return subject !== "plain-script" || (phase !== "unchanged" && phase !== "preview");
}

export function generationOf(phase: Phase): "first" | "second" {
  return phase === "up" || phase === "unchanged" ? "first" : "second";
}
