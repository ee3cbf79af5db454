/**
 * Stacks of the real Pulumi CLI for end-to-end tests, hermetic and from the packed package.
 *
 * Every operation answers what the CLI printed and, from the engine's event log (`--event-log FILE`, one JSON event a
 * line), `steps`, `messages`, `changes` and `outputs`. The event log has the same form for preview, up, refresh and
 * destroy, comes with the human output rather than instead of it, and is what the Automation API reads. (`--json` is
 * two things: a digest without messages for `preview`, a mix of digest and events for `up`.)
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";
import { PulumiStack } from "../../scripts/pulumiRun/pulumiStack";
import { installPackedPackage } from "./packedPackage";

export type { Operation, OperationResult } from "../../scripts/pulumiRun/pulumiStack";

/** How a test's project is made. */
export interface ProjectWish {
  /** Variables of the program and the provider, such as `APIM_EMULATOR_URL`; the machine's own are not inherited. */
  env?: NodeJS.ProcessEnv;
  /** Whether the program is TypeScript. @defaultValue false: it is JavaScript, which starts faster */
  typescript?: boolean;
}

/** A user's project in a temporary folder, with the packed package installed, and one stack of it. */
export interface TestProject {
  stack: PulumiStack;
  /** The program's folder: relative paths in the program start here. */
  folder: string;
  /** Replaces the program; CommonJS, or TypeScript where asked for. */
  writeProgram(text: string): Promise<void>;
  writeFile(name: string, content: string | Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

/** Makes a project. The first one of a run may take half a minute (compile, pack, install), or minutes (build the CLI). */
export async function createProject({ env = {}, typescript = false }: ProjectWish = {}): Promise<TestProject> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const cli = await findPulumiCli({ say });
  const root = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-e2e-")));
  const folder = join(root, "project");
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    await mkdir(folder);
    await installPackedPackage(folder);
    const main = typescript ? "index.ts" : "index.js";
    const options = `\n  options:\n    typescript: ${String(typescript)}`;
    await writeFile(join(folder, "Pulumi.yaml"), `name: e2e\nmain: ${main}\nruntime:\n  name: nodejs${options}\n`);
    const stack = await PulumiStack.create({ cli, programFolder: folder, workFolder: root, env });
    return {
      stack,
      folder,
      remove,
      writeProgram: (text) => writeFile(join(folder, main), text),
      writeFile: (name, content) => writeFile(join(folder, name), content),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
