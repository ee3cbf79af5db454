/** `npm run docs:surface`: writes the public surface to the file in which a reviewer sees its changes. */
import { writeFile } from "node:fs/promises";
import { ensureBuilt } from "./build/ensureBuilt";
import { publicSurface, surfaceFile } from "./packageCheck/publicSurface";

async function main(): Promise<void> {
  await ensureBuilt(console.log);
  await writeFile(surfaceFile, await publicSurface());
}

void main();
