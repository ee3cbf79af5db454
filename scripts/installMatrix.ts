/**
 * `npm run test:matrix [WORD...]`: the packed package in the kinds of project that people have, each with a real preview
 * and up against the emulator. Words choose the combinations whose line has all of them.
 */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestEmulator } from "../tests/support/emulator";
import { makePkcs12 } from "../tests/support/pkcs12";
import { checkout } from "./build/checkout";
import { ensureBuilt } from "./build/ensureBuilt";
import { packTarball } from "./build/packTarball";
import { combinations, nameOf, type Combination } from "./installMatrix/combinations";
import { makeProject, type Ingredients } from "./installMatrix/project";
import { prove, type Subject } from "./installMatrix/proof";
import { Tools } from "./installMatrix/tools";
import { runCommand } from "./processes/runCommand";
import { findPulumiCli } from "./pulumiCli/findPulumiCli";

type Shared = Pick<Ingredients, "tools" | "tarball" | "unpacked" | "versions"> & Pick<Subject, "cli" | "file">;

async function prepare(folder: string): Promise<Shared> {
  await ensureBuilt(console.log);
  const { filename } = await packTarball(folder);
  const tarball = join(folder, filename);
  await runCommand({ command: "tar", args: ["-xzf", tarball, "-C", folder] });
  const password = "only the matrix uses it";
  const { bytes, thumbprint } = makePkcs12({ password });
  const path = join(folder, "client.pfx");
  await writeFile(path, bytes);
  return {
    tools: await Tools.install(console.log),
    cli: await findPulumiCli({ say: console.log }),
    tarball,
    unpacked: join(folder, "package"),
    versions: await lockedVersions(),
    file: { path, password, thumbprint },
  };
}

async function lockedVersions(): Promise<Ingredients["versions"]> {
  const lock = JSON.parse(await readFile(join(checkout, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  const version = (name: string): string => lock.packages[`node_modules/${name}`]?.version ?? "latest";
  return {
    "@pulumi/pulumi": version("@pulumi/pulumi"),
    "ts-node": version("ts-node"),
    "@types/node": version("@types/node"),
  };
}

/** @returns what went wrong; nothing where all went as it should */
async function attempt(combination: Combination, shared: Shared, place: string): Promise<string | undefined> {
  const { refusal } = combination;
  const problem = await tryOut(combination, shared, place);
  if (refusal === undefined) return problem;
  if (problem === undefined) return `it works, although Pulumi was known to say "${refusal}"`;
  return problem.includes(refusal) ? undefined : problem;
}

async function tryOut(combination: Combination, shared: Shared, place: string): Promise<string | undefined> {
  const emulator = await TestEmulator.start();
  try {
    await emulator.givenService({ gateways: ["edge"] });
    const root = join(place, "project");
    await mkdir(root, { recursive: true });
    const folder = await makeProject({ combination, root, ...shared });
    const path = shared.tools.pathWith(combination.node);
    await prove({ emulator, folder, root, workFolder: join(place, "work"), path, ...shared });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await emulator.close();
  }
}

async function main(words: readonly string[]): Promise<void> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-matrix-")));
  try {
    const shared = await prepare(root);
    const chosen = combinations.filter((combination) => words.every((word) => nameOf(combination).includes(word)));
    let failed = 0;
    for (const [index, combination] of chosen.entries()) {
      const started = performance.now();
      const place = join(root, String(index));
      const problem = await attempt(combination, shared, place);
      if (process.env.MATRIX_KEEP === undefined) await rm(place, { recursive: true, force: true });
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`${problem === undefined ? "passed" : "FAILED"}  ${nameOf(combination).padEnd(68)}  ${seconds} s`);
      if (problem !== undefined) console.log(problem);
      failed += problem === undefined ? 0 : 1;
    }
    console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
    if (failed > 0) process.exitCode = 1;
  } finally {
    if (process.env.MATRIX_KEEP === undefined) await rm(root, { recursive: true, force: true });
    else console.log(root);
  }
}

void main(process.argv.slice(2));
