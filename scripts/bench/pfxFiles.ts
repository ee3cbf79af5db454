import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePkcs12 } from "../../tests/support/pkcs12";

export const pfxPassword = "only this run uses it";
const generations = ["first", "second"] as const;
type Generation = (typeof generations)[number];

/** The files of both generations below `folder`: `shared.pfx`, those that are one's own (`0.pfx` ...), and `generation`. */
export async function writePfxFiles(folder: string, distinct: number): Promise<void> {
  for (const generation of generations) {
    const target = join(folder, generation);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, "generation"), generation);
    for (const name of ["shared", ...Array(distinct).keys()]) {
      const { bytes } = makePkcs12({ commonName: `${name}.contoso.com`, password: pfxPassword });
      await writeFile(join(target, `${name}.pfx`), bytes);
    }
  }
}

/** Makes `current` in a program's folder lead to one generation: what a renewal does to files. */
export async function switchTo(
  generation: Generation,
  { files, program }: { files: string; program: string },
): Promise<void> {
  const link = join(program, "current");
  await rm(link, { force: true });
  await symlink(join(files, generation), link);
}
