import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { gte } from "semver";
import { runCommand } from "../processes/runCommand";

/** A Pulumi CLI that can run Node programs with dynamic resources. */
export interface PulumiCli {
  executable: string;
  /** Its folder; first on `PATH` for whoever runs it. */
  folder: string;
  version: string;
}

/** What the CLI needs beside it or on `PATH`: the Node language host and the launcher of dynamic providers. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"] as const;

/** The oldest release of the SDK that this package accepts; older CLIs were never tried. */
const oldest = "3.200.0";

const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];

/** The first such executable in these folders. */
export async function findExecutable(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      const found = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return file;
    }
  }
  return undefined;
}

export const foldersOnPath = (env: NodeJS.ProcessEnv): string[] =>
  (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");

/** Asks a CLI for its version. The answer is a CLI, or the reason why it cannot be used. */
export async function probe(executable: string, env: NodeJS.ProcessEnv): Promise<PulumiCli | string> {
  const folder = dirname(executable);
  const folders = [folder, dirname(await realpath(executable)), ...foldersOnPath(env)];
  for (const companion of companions) {
    if ((await findExecutable(companion, folders)) === undefined) return `${companion} is missing beside ${executable}`;
  }
  const { exitCode, stdout } = await runCommand({
    command: executable,
    args: ["version"],
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  if (exitCode !== 0 || version === undefined) return `${executable} version does not answer with a version`;
  return gte(version, oldest) ? { executable, folder, version } : `${executable} is ${version}, older than ${oldest}`;
}
