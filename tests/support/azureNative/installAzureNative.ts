import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../../../scripts/clientProof/installOnce";
import { runCommand } from "../../../scripts/processes/runCommand";

const version = "3.28.0";

/**
 * Adds `@pulumi/azure-native` to a project. It is no dependency of the checkout, where it would make every `npm ci` half as
 * long again (136 MB) for three examples: it is installed into the cache folder when a test needs it first.
 */
export async function addAzureNative(project: string): Promise<void> {
  const name = join("node_modules", "@pulumi", "azure-native");
  const installation = await installOnce({ name: `azure-native-${version}`, say, make });
  await mkdir(join(project, "node_modules", "@pulumi"), { recursive: true });
  const [from, to] = [join(installation, name), join(project, name)];
  // Hard links where the file systems allow: there are tens of thousands of files.
  const { exitCode } = await runCommand({ command: "cp", args: ["-al", from, to] });
  if (exitCode === 0) return;
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
}

async function make(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "azure-native-for-examples", private: true }));
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `@pulumi/azure-native@${version}`];
  const { exitCode, stderr } = await runCommand({ command: "npm", args, cwd: folder });
  if (exitCode !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stderr.trim()}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
