import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../build/checkout";
import { runCommand } from "../processes/runCommand";

/** What `npm pack` makes of the built checkout. */
export interface Tarball {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** `npm pack` of a `dist` that is up to date. @throws with npm's words */
export async function packTarball(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-pack-"));
  try {
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const { exitCode, stdout, stderr } = await runCommand({ command: "npm", args, cwd: checkout });
    if (exitCode !== 0) throw new Error(`npm pack failed:\n${stderr.trim()}`);
    const [packed] = JSON.parse(stdout) as [{ filename: string; files: Tarball["files"] }];
    return { bytes: new Uint8Array(await readFile(join(folder, packed.filename))), files: packed.files };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
