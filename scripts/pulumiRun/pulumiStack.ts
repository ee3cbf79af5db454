import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand, type CommandResult } from "../processes/runCommand";
import type { PulumiCli } from "../pulumiCli/probe";
import { readEventLog, type EventLog } from "./eventLog";
import { pulumiEnvironment } from "./pulumiEnvironment";

/** Where a stack's program is, and where everything else goes. */
export interface StackPlace {
  cli: PulumiCli;
  /** The folder with Pulumi.yaml; nothing is written into it. */
  programFolder: string;
  /** State, the stack's configuration, plugins and logs go here: another folder, which exists. */
  workFolder: string;
  /** Added to the hermetic environment, or taken from it where undefined. */
  env?: NodeJS.ProcessEnv;
  abort?: AbortSignal | undefined;
}

/** How one operation is run. */
export interface Operation {
  /** More flags, such as `--refresh`, `--plan FILE`, `--target URN`. */
  args?: readonly string[];
  /** Added to the stack's own environment for this operation. */
  env?: NodeJS.ProcessEnv;
  /** Receives what Pulumi prints, as it comes. */
  onOutput?: (chunk: string) => void;
}

/** What an operation printed, and what the engine's event log says that it did. */
export type OperationResult = CommandResult & EventLog;

/** A stack of the real Pulumi CLI, with a file backend. One verb, one method. */
export class PulumiStack {
  static readonly #name = "dev";
  readonly #place: StackPlace;
  readonly #configFile: string;
  #runs = 0;

  private constructor(place: StackPlace) {
    this.#place = place;
    this.#configFile = join(place.workFolder, `Pulumi.${PulumiStack.#name}.yaml`);
  }

  static async create(place: StackPlace): Promise<PulumiStack> {
    const stack = new PulumiStack(place);
    for (const folder of ["state", "home", "tmp"]) await mkdir(join(place.workFolder, folder), { recursive: true });
    // The stack is made from a copy: it would write its settings beside the program's Pulumi.yaml.
    await copyFile(join(place.programFolder, "Pulumi.yaml"), join(place.workFolder, "Pulumi.yaml"));
    await stack.#demand(["stack", "init", PulumiStack.#name, "--no-select", "--cwd", place.workFolder]);
    return stack;
  }

  /** `pulumi preview`: what `up` would do. */
  preview(operation?: Operation): Promise<OperationResult> {
    return this.#run(["preview"], operation);
  }

  /** `pulumi up` without asking, and without another preview before it. */
  up(operation?: Operation): Promise<OperationResult> {
    return this.#run(["up", "--yes", "--skip-preview"], operation);
  }

  refresh(operation?: Operation): Promise<OperationResult> {
    return this.#run(["refresh", "--yes", "--skip-preview"], operation);
  }

  destroy(operation?: Operation): Promise<OperationResult> {
    return this.#run(["destroy", "--yes", "--skip-preview"], operation);
  }

  /** Sets a value of the stack's configuration; `name` may carry a namespace: `azure-native:subscriptionId`. */
  async setConfig(name: string, value: string, { secret = false } = {}): Promise<void> {
    await this.#demand(["config", "set", ...(secret ? ["--secret"] : []), ...this.#target(), "--", name, value]);
  }

  /** The text of `pulumi stack export`: what is stored, secrets encrypted. */
  async exportState(): Promise<string> {
    return (await this.#demand(["stack", "export", "--stack", PulumiStack.#name])).stdout;
  }

  /** Puts an exported state in place of the stored one. */
  async importState(file: string): Promise<void> {
    await this.#demand(["stack", "import", "--stack", PulumiStack.#name, "--file", file]);
  }

  /** Any other command on this stack, such as `["cancel"]` or `["state", "delete", urn]`. */
  command(args: readonly string[], operation: Operation = {}): Promise<CommandResult> {
    return this.#pulumi([...args, "--stack", PulumiStack.#name, ...(operation.args ?? [])], operation);
  }

  #target(): string[] {
    return ["--stack", PulumiStack.#name, "--config-file", this.#configFile];
  }

  async #run(verb: readonly string[], operation: Operation = {}): Promise<OperationResult> {
    const eventLog = join(this.#place.workFolder, `events-${++this.#runs}.ndjson`);
    try {
      const args = [
        ...verb,
        ...this.#target(),
        "--suppress-progress",
        "--event-log",
        eventLog,
        ...(operation.args ?? []),
      ];
      const result = await this.#pulumi(args, operation);
      return { ...result, ...(await readEventLog(eventLog)) };
    } finally {
      await rm(eventLog, { force: true });
    }
  }

  async #demand(args: readonly string[]): Promise<CommandResult> {
    const result = await this.#pulumi(args);
    if (result.exitCode === 0) return result;
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed: ${result.stderr.trim()}`);
  }

  #pulumi(args: readonly string[], { env, onOutput }: Operation = {}): Promise<CommandResult> {
    const { cli, programFolder, workFolder, abort } = this.#place;
    return runCommand({
      command: cli.executable,
      args: ["--non-interactive", ...args],
      cwd: programFolder,
      env: { ...pulumiEnvironment(cli, workFolder), ...this.#place.env, ...env },
      ...(onOutput === undefined ? {} : { onOutput }),
      abort,
    });
  }
}
