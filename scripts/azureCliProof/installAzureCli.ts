import { join } from "node:path";
import { installOnce } from "../clientProof/installOnce";
import { runCommand } from "../processes/runCommand";
import { findExecutable, foldersOnPath } from "../pulumiCli/probe";

export const azureCliVersion = "2.91.0";

/** The Python whose `-m azure.cli` is the Azure CLI, in a virtual environment. @throws Error when it cannot be installed. */
export async function installAzureCli(say: (line: string) => void, abort: AbortSignal): Promise<string> {
  const folder = await installOnce({
    name: `azure-cli-${azureCliVersion}`,
    say,
    make: async (partial) => {
      const python = await findExecutable("python3", foldersOnPath(process.env));
      if (python === undefined) throw new Error("Installing the Azure CLI needs python3 on PATH.");
      say(`Installing the Azure CLI ${azureCliVersion} from PyPI (a minute or more, 400 MB, once) ...`);
      await run({ command: python, args: ["-m", "venv", partial] }, abort);
      const args = ["-m", "pip", "install", "--quiet", "--no-compile", `azure-cli==${azureCliVersion}`];
      await run({ command: join(partial, "bin", "python"), args }, abort);
    },
  });
  return join(folder, "bin", "python");
}

async function run(command: { command: string; args: readonly string[] }, abort: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await runCommand({ ...command, abort });
  if (exitCode === 0) return;
  throw new Error(`The Azure CLI could not be installed:\n${stderr.trim().split("\n").slice(-8).join("\n")}`);
}
