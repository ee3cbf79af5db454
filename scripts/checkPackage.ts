/** `npm run check:package`: what `npm pack` makes is what users need, whole, well-typed, and of the known surface. */
import { ensureBuilt } from "./build/ensureBuilt";
import { contentProblems } from "./packageCheck/contents";
import { publicDeclarations, surfaceProblems } from "./packageCheck/publicSurface";
import { shapeProblems, typeProblems } from "./packageCheck/shape";
import { readTarball } from "./packageCheck/tarball";

async function main(): Promise<void> {
  await ensureBuilt(console.log);
  const tarball = await readTarball();
  const problems = [
    ...contentProblems(tarball, publicDeclarations()),
    ...(await surfaceProblems()),
    ...(await shapeProblems(tarball)),
    ...(await typeProblems(tarball)),
  ];
  for (const problem of problems) console.error(problem);
  console.log(`${tarball.files.length} files, ${tarball.bytes.length} bytes packed`);
  if (problems.length > 0) process.exitCode = 1;
}

void main();
