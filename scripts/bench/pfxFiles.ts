import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePkcs12 } from "../../tests/support/pkcs12";
import { fixtureKeyPkcs8 } from "../../tests/support/pkcs12/fixtureKeys";
import { certificateBag, openSafe, pfx, sealedKeyBag, sealedSafe } from "../../tests/support/pkcs12/pkcs12Builder";
import { pbes2 } from "../../tests/support/pkcs12/pkcs12Encryption";
import { classicMac } from "../../tests/support/pkcs12/pkcs12Mac";

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

/** A file whose three key derivations have 200,000 rounds each. */
export async function writeCostlyPfx(file: string): Promise<void> {
  const { certificate, key } = makePkcs12();
  const cost = { password: pfxPassword, rounds: 200_000 };
  const encryption = pbes2(cost);
  const safes = [
    sealedSafe(encryption, certificateBag(certificate)),
    openSafe(sealedKeyBag(fixtureKeyPkcs8(key), encryption)),
  ];
  await writeFile(file, pfx(safes, classicMac(cost)));
}
