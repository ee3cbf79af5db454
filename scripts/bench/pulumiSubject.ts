import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationResult } from "../pulumiRun/pulumiStack";
import { createProject, type TestProject } from "../../tests/support/pulumi";
import { pfxPassword, switchTo } from "./pfxFiles";
import type { Phase } from "./results";
import { generationOf, type Subject, type SubjectPlace } from "./subject";
import { programOf, type SubjectName } from "./subjects";

const ops: Record<Phase, string> = {
  up: "create",
  unchanged: "same",
  preview: "update",
  change: "update",
  refresh: "same",
  destroy: "delete",
};

/** A Pulumi program in a user's project: the packed package, the real CLI, a file backend. */
export class PulumiSubject implements Subject {
  private constructor(
    readonly name: SubjectName,
    private readonly place: SubjectPlace,
    private readonly project: TestProject,
  ) {}

  static async create(name: SubjectName, place: SubjectPlace & { emulatorUrl: string }): Promise<PulumiSubject> {
    const { size, language, checkpoints } = place.condition;
    const env = {
      APIM_EMULATOR_URL: place.emulatorUrl,
      BENCH_PFX_PASSWORD: pfxPassword,
      ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
    };
    const project = await createProject({ env, typescript: language !== "javascript" });
    await project.writeProgram(programOf({ subject: name, size, language }));
    if (language !== "javascript") {
      const compilerOptions = { module: "node16", moduleResolution: "node16", target: "es2022", strict: true };
      const noCheck = language === "typescript-noCheck" ? { noCheck: true } : {};
      const text = JSON.stringify({ compilerOptions: { ...compilerOptions, ...noCheck } });
      await writeFile(join(project.folder, "tsconfig.json"), text);
    }
    return new PulumiSubject(name, place, project);
  }

  async prepare(phase: Phase): Promise<void> {
    await switchTo(generationOf(phase), { files: this.place.files, program: this.project.folder });
  }

  async run(phase: Phase): Promise<void> {
    const operation = { args: ["--parallel", String(this.place.condition.parallel)] };
    const verb = phase === "unchanged" || phase === "change" ? "up" : phase;
    const result = await this.project.stack[verb](operation);
    this.#demand(phase, result);
  }

  /** A phase that did something else would be measured for nothing. */
  #demand(phase: Phase, { exitCode, steps, stderr, stdout }: OperationResult): void {
    const done = steps.filter(
      ({ op, failed }) => !failed && (op === ops[phase] || (phase === "refresh" && op === "refresh")),
    );
    const wanted = this.name === "empty-program" ? 0 : this.place.condition.size;
    if (exitCode === 0 && done.length === wanted) return;
    throw new Error(`${this.name}, ${phase}: ${done.length} of ${wanted} done, exit ${exitCode}\n${stdout}\n${stderr}`);
  }

  storedState(): Promise<string> {
    return this.project.stack.exportState();
  }

  remove(): Promise<void> {
    return this.project.remove();
  }
}
