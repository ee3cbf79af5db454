import { mkdir } from "node:fs/promises";
import { runCommand } from "../processes/runCommand";
import { checkout } from "./checkout";

/** What `npm pack` has made. */
export interface PackedTarball {
  /** File name of the tarball. */
  readonly filename: string;
  /** Paths in the package. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** `npm pack` into a folder, of a `dist` that is up to date: nothing is compiled twice. @throws with npm's words */
export async function packTarball(folder: string): Promise<PackedTarball> {
  await mkdir(folder, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { exitCode, stdout, stderr } = await runCommand({ command: "npm", args, cwd: checkout });
  if (exitCode !== 0) throw new Error(`npm pack failed:\n${stderr.trim()}`);
  const [packed] = JSON.parse(stdout) as [PackedTarball];
  return packed;
}
