import { copyFile, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDeadEnd, type DeadEnd } from "../clientProof/deadEnd";
import { isolatedEnvironment } from "../clientProof/emulatedCloud";
import { installAzapi } from "../terraformProof/installAzapi";
import { findTerraform, TerraformProject } from "../terraformProof/terraformProject";
import type { Addresses } from "./emulatorHost";
import { pfxPassword } from "./pfxFiles";
import type { Phase } from "./results";
import { generationOf, type Subject, type SubjectPlace } from "./subject";

const commands: Record<Phase, readonly string[]> = {
  up: ["apply", "-auto-approve"],
  unchanged: ["apply", "-auto-approve"],
  preview: ["plan"],
  change: ["apply", "-auto-approve"],
  refresh: ["apply", "-refresh-only", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
};

const said: Record<Phase, (size: number) => string> = {
  up: (size) => `${size} added, 0 changed, 0 destroyed`,
  unchanged: () => "0 added, 0 changed, 0 destroyed",
  preview: (size) => `0 to add, ${size} to change, 0 to destroy`,
  change: (size) => `0 added, ${size} changed, 0 destroyed`,
  refresh: () => "0 added, 0 changed, 0 destroyed",
  // The service goes with them.
  destroy: (size) => `${size + 1} destroyed`,
};

/** The same certificates through Terraform and Azure's azapi provider, which takes nothing less than TLS and a sign-in. */
export class AzapiSubject implements Subject {
  readonly name = "azapi";

  private constructor(
    private readonly place: SubjectPlace,
    private readonly project: TerraformProject,
    private readonly surroundings: { folder: string; deadEnd: DeadEnd },
  ) {}

  static async create(place: SubjectPlace & { tls: Addresses["tls"] }): Promise<AzapiSubject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-bench-")));
    await mkdir(join(folder, "home"));
    const deadEnd = await openDeadEnd();
    const project = await TerraformProject.create({
      terraform: (await findTerraform()).executable,
      azapi: await azapiFolder(place.abort),
      program: join(__dirname, "main.tf"),
      cloud: { ...place.tls, folder, environment: isolatedEnvironment(folder, deadEnd.url) },
      abort: place.abort,
    });
    const subject = new AzapiSubject(place, project, { folder, deadEnd });
    project.variables = {
      endpoint: place.tls.url,
      size: String(place.condition.size),
      certificate_password: pfxPassword,
    };
    await subject.prepare("up");
    await subject.#terraform(["apply", "-auto-approve", "-target=azapi_resource.service"]);
    return subject;
  }

  async prepare(phase: Phase): Promise<void> {
    const file = join(this.surroundings.folder, "certificate.pfx");
    await copyFile(join(this.place.files, generationOf(phase), "shared.pfx"), file);
    this.project.variables = { ...this.project.variables, certificate_file: file };
  }

  async run(phase: Phase): Promise<void> {
    const parallelism = `-parallelism=${this.place.condition.parallel}`;
    const output = await this.#terraform([...commands[phase], parallelism]);
    const expected = said[phase](this.place.condition.size);
    if (!output.includes(expected)) throw new Error(`Terraform did not say "${expected}":\n${output}`);
  }

  async remove(): Promise<void> {
    await this.surroundings.deadEnd.close();
    await rm(this.surroundings.folder, { recursive: true, force: true });
  }

  async #terraform(args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.project.run(args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${stderr}`);
    return stdout;
  }
}

/** The folder of the executable that BENCH_AZAPI names; otherwise azapi is built. */
async function azapiFolder(abort: AbortSignal): Promise<string> {
  const named = process.env.BENCH_AZAPI;
  return named === undefined || named === "" ? installAzapi((line) => console.error(line), abort) : dirname(named);
}
