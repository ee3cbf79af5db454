import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gte } from "semver";
import type { EmulatedCloud } from "../clientProof/emulatedCloud";
import { runCommand, type CommandResult } from "../processes/runCommand";
import { findExecutable, foldersOnPath } from "../pulumiCli/probe";

const oldest = "1.11.0";

/** @throws Error when there is no Terraform on PATH, or an older one than was tried. */
export async function findTerraform(): Promise<{ executable: string; version: string }> {
  const executable = await findExecutable("terraform", foldersOnPath(process.env));
  const howTo = `This needs Terraform ${oldest} or later on PATH: https://developer.hashicorp.com/terraform/install`;
  if (executable === undefined) throw new Error(`There is no Terraform. ${howTo}`);
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  const { stdout } = await runCommand({ command: executable, args: ["version", "-json"], env });
  const version = (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
  if (!gte(version, oldest)) throw new Error(`${executable} is ${version}. ${howTo}`);
  return { executable, version };
}

export interface ProjectWish {
  readonly terraform: string;
  /** Folder of the provider's executable. */
  readonly azapi: string;
  /** The file with the Terraform program. */
  readonly program: string;
  readonly cloud: Pick<EmulatedCloud, "folder" | "environment" | "url" | "caFile" | "tenantId">;
  readonly abort: AbortSignal;
}

/** A Terraform project in a folder of its own; its CLI configuration takes azapi from a folder instead of a registry. */
export class TerraformProject {
  readonly #wish: ProjectWish;
  readonly #folder: string;
  /** Values of the program's variables. */
  variables: Readonly<Record<string, string>> = {};

  private constructor(wish: ProjectWish, folder: string) {
    this.#wish = wish;
    this.#folder = folder;
  }

  static async create(wish: ProjectWish): Promise<TerraformProject> {
    const folder = join(wish.cloud.folder, "project");
    await mkdir(folder);
    await copyFile(wish.program, join(folder, "main.tf"));
    const overrides = `dev_overrides { "azure/azapi" = ${JSON.stringify(wish.azapi)} }`;
    await writeFile(
      join(wish.cloud.folder, "terraform.rc"),
      `provider_installation {\n  ${overrides}\n  direct {}\n}\n`,
    );
    return new TerraformProject(wish, folder);
  }

  async run(args: readonly string[], abort = this.#wish.abort): Promise<CommandResult> {
    const { terraform, cloud } = this.#wish;
    const variables = Object.entries(this.variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
    return runCommand({
      command: terraform,
      args: [...args, "-no-color"],
      cwd: this.#folder,
      abort,
      env: {
        ...cloud.environment,
        CHECKPOINT_DISABLE: "1",
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
        TF_CLI_CONFIG_FILE: join(cloud.folder, "terraform.rc"),
        SSL_CERT_FILE: cloud.caFile,
        ARM_TENANT_ID: cloud.tenantId,
        ARM_SUBSCRIPTION_ID: "11111111-2222-4333-8444-555555555555",
        IDENTITY_ENDPOINT: `${cloud.url}/metadata/identity/oauth2/token`,
        IDENTITY_HEADER: "any",
        ...Object.fromEntries(variables),
      },
    });
  }
}
