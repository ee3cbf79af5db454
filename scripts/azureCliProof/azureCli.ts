import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatedCloud } from "../clientProof/emulatedCloud";
import { runCommand, type CommandResult } from "../processes/runCommand";

export interface AzureCliWish {
  readonly python: string;
  readonly cloud: EmulatedCloud;
  readonly abort: AbortSignal;
}

/** The Azure CLI with a configuration folder of its own. */
export class AzureCli {
  readonly #wish: AzureCliWish;
  readonly #configFolder: string;

  constructor(wish: AzureCliWish) {
    this.#wish = wish;
    this.#configFolder = join(wish.cloud.folder, "azure");
  }

  async run(args: readonly string[], abort = this.#wish.abort): Promise<CommandResult> {
    const { python, cloud } = this.#wish;
    await mkdir(this.#configFolder, { recursive: true });
    return runCommand({
      command: python,
      args: ["-sm", "azure.cli", ...args],
      cwd: cloud.folder,
      abort,
      env: {
        ...cloud.environment,
        AZURE_CONFIG_DIR: this.#configFolder,
        AZURE_CORE_COLLECT_TELEMETRY: "false",
        AZURE_CORE_NO_COLOR: "true",
        AZURE_CORE_ONLY_SHOW_ERRORS: "true",
        AZURE_CORE_OUTPUT: "json",
        // Otherwise it asks login.microsoftonline.com whether the emulator is an authority.
        AZURE_CORE_INSTANCE_DISCOVERY: "false",
        REQUESTS_CA_BUNDLE: cloud.caFile,
      },
    });
  }

  /** Registers a cloud whose every endpoint is the emulator, and makes it the active one. */
  async useEmulator(): Promise<CommandResult[]> {
    const { url } = this.#wish.cloud;
    const endpoints = [
      "active-directory",
      "active-directory-data-lake-resource-id",
      "active-directory-graph-resource-id",
      "active-directory-resource-id",
      "gallery",
      "management",
      "resource-manager",
      "sql-management",
      "vm-image-alias-doc",
    ].flatMap((name) => [`--endpoint-${name}`, url]);
    return [
      await this.run(["cloud", "register", "--name", "Emulator", ...endpoints]),
      await this.run(["cloud", "set", "--name", "Emulator"]),
    ];
  }
}
