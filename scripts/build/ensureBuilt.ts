import { stat } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../processes/runCommand";
import { checkout } from "./checkout";
import { exclusively } from "./exclusively";
import { sourceFiles } from "./sourceFiles";

/** Compiles the package into `dist/` unless that is newer than every source. @throws with the compiler's messages. */
export async function ensureBuilt(say: (line: string) => void, abort?: AbortSignal): Promise<void> {
  if (await isFresh()) return;
  await exclusively({ file: join(checkout, "node_modules", ".cache", "build.lock") }, async () => {
    if (await isFresh()) return;
    say("Compiling the package ...");
    const { exitCode, stdout } = await runCommand({ command: "npm", args: ["run", "build"], cwd: checkout, abort });
    if (exitCode !== 0) throw new Error(`The package does not compile:\n${stdout.trim()}`);
  });
}

/** The compiler writes all files anew, so one of them tells for all; folders count because of deleted sources. */
async function isFresh(): Promise<boolean> {
  try {
    const { mtimeMs: builtAt } = await stat(join(checkout, "dist", "provider", "index.js"));
    const changedAt = await Promise.all((await sourceFiles()).map(async (file) => (await stat(file)).mtimeMs));
    return changedAt.every((mtimeMs) => mtimeMs <= builtAt);
  } catch {
    return false;
  }
}
