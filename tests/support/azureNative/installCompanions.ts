import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { installOnce } from "../../../scripts/clientProof/installOnce";
import { runCommand } from "../../../scripts/processes/runCommand";

/** What examples import besides this package, as far as the checkout does not have it. */
const companions = {
  "@pulumi/azure-native": "3.28.0",
  "@pulumi/kubernetes": "4.34.2",
  "@pulumi/pulumiservice": "1.3.0",
};

/**
 * Adds them to a project. They are no dependencies of the checkout, where azure-native alone, 136 MB, would make every
 * `npm ci` half as long again: they are installed into the cache folder when a test needs them first.
 */
export async function addCompanions(project: string): Promise<void> {
  const name = `examples-${Object.values(companions).join("-")}`;
  const from = join(await installOnce({ name, say, make }), "node_modules");
  const to = join(project, "node_modules");
  // The project's own copies stay: a second one of Pulumi's SDK would be another one to Pulumi.
  const lacking = (await packagesIn(from)).filter((name) => !existsSync(join(to, name)));
  await Promise.all(lacking.map((name) => link(join(from, name), join(to, name))));
}

async function packagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
  const scoped = names.map(async (name) =>
    name.startsWith("@") ? (await readdir(join(folder, name))).map((inner) => join(name, inner)) : [name],
  );
  return (await Promise.all(scoped)).flat();
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  // Hard links where the file systems allow: there are tens of thousands of files.
  const { exitCode } = await runCommand({ command: "cp", args: ["-al", from, to] });
  if (exitCode !== 0) await cp(from, to, { recursive: true, force: true });
}

async function make(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "examples", private: true }));
  const wanted = Object.entries(companions).map(([name, version]) => `${name}@${version}`);
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...wanted];
  const { exitCode, stderr } = await runCommand({ command: "npm", args, cwd: folder });
  if (exitCode !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stderr.trim()}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
