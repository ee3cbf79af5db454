import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTarball, type PackedTarball } from "../build/packTarball";

/** What `npm pack` makes of the built checkout. */
export interface Tarball extends Pick<PackedTarball, "files"> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function readTarball(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-pack-"));
  try {
    const { filename, files } = await packTarball(folder);
    return { bytes: new Uint8Array(await readFile(join(folder, filename))), files };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
