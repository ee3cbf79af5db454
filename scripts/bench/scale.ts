import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AzapiSubject } from "./azapiSubject";
import { EmulatorProcess } from "./emulatorProcess";
import { measure } from "./measure";
import { writePfxFiles } from "./pfxFiles";
import { PlainSubject } from "./plainSubject";
import { PulumiSubject } from "./pulumiSubject";
import { phases, type Condition } from "./results";
import type { ResultsFile } from "./resultsFile";
import { stateSizeOf } from "./stateSize";
import { hasPhase, type Subject, type SubjectPlace } from "./subject";
import { isProgram, needsGateways, type SubjectName } from "./subjects";

export interface ScaleWish {
  readonly condition: Condition;
  readonly subjects: readonly SubjectName[];
  readonly runs: number;
  /** A project in which the package is installed. */
  readonly project: string;
  readonly results: ResultsFile;
  readonly say: (line: string) => void;
  readonly abort: AbortSignal;
}

/** Measures all phases of all subjects, phase by phase: those whose ratio is asked for run right after each other. */
export async function measureScale(wish: ScaleWish): Promise<void> {
  const { condition, subjects, runs } = wish;
  const files = await mkdtemp(join(tmpdir(), "apim-credentials-bench-files-"));
  const emulator = await EmulatorProcess.start(wish.project);
  try {
    await writePfxFiles(files, subjects.includes("certificate-distinct") ? condition.size : 0);
    for (let run = 0; run < runs; run++) {
      const services = subjects.map((name) => ({ name, gateways: needsGateways(name) ? condition.size : 0 }));
      await emulator.furnish(services, condition.latencyMs);
      await measureRun(wish, run, { files, emulator });
    }
  } finally {
    await emulator.stop();
    await rm(files, { recursive: true, force: true });
  }
}

async function measureRun(
  { condition, subjects, results, say, abort }: ScaleWish,
  run: number,
  { files, emulator }: { files: string; emulator: EmulatorProcess },
): Promise<void> {
  const made: Subject[] = [];
  try {
    for (const name of subjects) made.push(await createSubject(name, { condition, files, abort }, emulator));
    // Who goes first differs from run to run.
    const order = run % 2 === 0 ? made : [...made].reverse();
    for (const phase of phases) {
      for (const subject of order.filter(({ name }) => hasPhase(name, phase))) {
        await subject.prepare(phase);
        const measurement = await measure(emulator, () => subject.run(phase));
        await results.addRun({ ...condition, subject: subject.name, phase }, run, measurement);
        say(`${describe(condition)}, run ${run + 1}: ${subject.name} ${phase} ${measurement.wallMs} ms`);
        const stored = phase === "up" && run === 0 ? await subject.storedState?.() : undefined;
        if (stored !== undefined)
          await results.addState({ subject: subject.name, size: condition.size, ...stateSizeOf(stored) });
      }
    }
  } finally {
    for (const subject of made) await subject.remove();
  }
}

function createSubject(name: SubjectName, place: SubjectPlace, { addresses }: EmulatorProcess): Promise<Subject> {
  if (isProgram(name)) return PulumiSubject.create(name, { ...place, emulatorUrl: addresses.plain });
  if (name === "azapi") return AzapiSubject.create({ ...place, tls: addresses.tls });
  return PlainSubject.create({ ...place, emulatorUrl: addresses.plain });
}

function describe({ size, parallel, latencyMs, checkpoints, language }: Condition): string {
  const more = [checkpoints ? "" : ", no checkpoints", language === "javascript" ? "" : `, ${language}`];
  return `${size} at ${parallel}, ${latencyMs} ms${more.join("")}`;
}
