import { createHash } from "node:crypto";
import { cp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { ensureBuilt } from "../../scripts/build/ensureBuilt";
import { exclusively } from "../../scripts/build/exclusively";
import { packTarball } from "../../scripts/build/packTarball";
import { sourceFiles } from "../../scripts/build/sourceFiles";
import { runCommand } from "../../scripts/processes/runCommand";
import { installTarball } from "./packedPackageInstall";

const cache = join(checkout, "node_modules", ".cache", "packed-package");
const dayMs = 86_400_000;

/**
 * The folder of a project in which the packed tarball is installed, with its `node_modules`. Made once for each state of
 * the sources (about twenty seconds), then kept below the checkout's `node_modules/.cache`; not to be written to.
 */
async function packedProject(): Promise<string> {
  const project = join(cache, await sourceHash());
  if (await exists(project)) return project;
  await exclusively({ file: join(cache, "lock") }, async () => {
    if (await exists(project)) return;
    await removeOldProjects();
    await ensureBuilt(() => undefined);
    const partial = `${project}.partial-${process.pid}`;
    try {
      const { filename } = await packTarball(partial);
      await installTarball(partial, filename);
      await rename(partial, project);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
  return project;
}

/** Makes `folder` a project of its own with the packed package installed, as `npm install` would have left it. */
export async function installPackedPackage(folder: string): Promise<void> {
  const project = await packedProject();
  await cp(join(project, "package.json"), join(folder, "package.json"));
  const from = join(project, "node_modules");
  const to = join(folder, "node_modules");
  // Hard links: the same inodes, a quarter of a second. GNU cp has them, and only within a file system.
  const { exitCode } = await runCommand({ command: "cp", args: ["-al", from, to] });
  if (exitCode === 0) return;
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
}

async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await sourceFiles()) {
    if ((await stat(file)).isFile()) hash.update(file).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Those of other states of the sources; not today's, which another run may be using. */
async function removeOldProjects(): Promise<void> {
  for (const name of await readdir(cache)) {
    const project = join(cache, name);
    const found = await stat(project).catch(() => undefined);
    const isOld = found?.isDirectory() === true && Date.now() - found.mtimeMs > dayMs;
    if (isOld) await rm(project, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
