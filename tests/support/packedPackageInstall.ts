import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { runCommand } from "../../scripts/processes/runCommand";

/** What a project of a user has besides this package; in the versions of the checkout's own lock file. */
const companions = ["@pulumi/pulumi", "typescript", "@types/node"];

interface Manifest {
  version: string;
  bin: unknown;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, object>;
}

/** Installs from a lock file made of the checkout's, so that no version is chosen here and npm's cache suffices. */
export async function installTarball(folder: string, tarball: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as Manifest;
  const { packages } = JSON.parse(await readFile(join(checkout, "package-lock.json"), "utf8")) as Lock;
  const version = (name: string): string => (packages[`node_modules/${name}`] as { version: string }).version;
  const dependencies: Record<string, string> = { "pulumi-apim-credentials": `file:${tarball}` };
  for (const name of companions) dependencies[name] = version(name);
  const project = { name: "packed-project", version: "1.0.0", private: true, dependencies };
  const { bin, dependencies: own, peerDependencies } = manifest;
  const installed = { version: manifest.version, resolved: dependencies["pulumi-apim-credentials"] };
  const lock = {
    lockfileVersion: 3,
    packages: {
      ...packages,
      "": project,
      "node_modules/pulumi-apim-credentials": { ...installed, bin, dependencies: own, peerDependencies },
    },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(project, undefined, 2));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock, undefined, 2));
  await npm(folder, "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand({ command: "npm", args, cwd });
  if (exitCode !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${stderr.trim()}\n${stdout.trim()}`);
}
