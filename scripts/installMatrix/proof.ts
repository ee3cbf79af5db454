import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { TestEmulator } from "../../tests/support/emulator";
import type { PulumiCli } from "../pulumiCli/probe";
import { runCommand } from "../processes/runCommand";
import { PulumiStack, type OperationResult } from "../pulumiRun/pulumiStack";

/** A made project, and what it runs against. */
export interface Subject {
  readonly cli: PulumiCli;
  readonly emulator: TestEmulator;
  /** Where the program is, and where its package manager was run. */
  readonly folder: string;
  readonly root: string;
  readonly workFolder: string;
  readonly path: string;
  readonly file: { readonly path: string; readonly password: string; readonly thumbprint: string };
}

/**
 * A preview that shows the thumbprint, an up that makes all three resources, a preview without a change; the executable.
 * @throws where it is not so
 */
export async function prove(subject: Subject): Promise<void> {
  const { cli, emulator, folder, workFolder, path, file } = subject;
  await mkdir(workFolder, { recursive: true });
  const env = {
    PATH: `${cli.folder}:${path}`,
    APIM_EMULATOR_URL: emulator.url,
    CLIENT_PFX: file.path,
    CLIENT_PFX_PASSWORD: file.password,
  };
  const stack = await PulumiStack.create({ cli, programFolder: folder, workFolder, env });
  await expectSteps(stack.preview(), "create", file.thumbprint);
  await expectSteps(stack.up(), "create", file.thumbprint);
  await expectSteps(stack.preview(), "same", file.thumbprint);
  await expectSteps(stack.destroy(), "delete");
  await inspect(subject);
}

async function inspect({ folder, root, path, file }: Subject): Promise<void> {
  const places = [folder, root].map((place) => join(place, "node_modules", ".bin", "apim-credentials"));
  const command = places.find((place) => existsSync(place));
  if (command === undefined) throw new Error("the executable apim-credentials is not there");
  const args = ["inspect", file.path, "--password-env", "CLIENT_PFX_PASSWORD"];
  const env = { PATH: path, CLIENT_PFX_PASSWORD: file.password };
  const { exitCode, stdout, stderr } = await runCommand({ command, args, env });
  if (exitCode !== 0 || !stdout.includes(file.thumbprint)) throw new Error(`inspect failed:\n${stdout}${stderr}`);
}

async function expectSteps(run: Promise<OperationResult>, op: string, thumbprint?: string): Promise<void> {
  const { exitCode, steps, outputs, stdout, stderr } = await run;
  const ops = steps.map((step) => step.op).filter((each) => each !== "refresh");
  const isWhole = exitCode === 0 && ops.length === 3 && ops.every((each) => each === op);
  const isKnown = thumbprint === undefined || outputs.thumbprint === thumbprint;
  if (!isWhole || !isKnown)
    throw new Error(`expected ${op} of 3 resources, saw ${ops.join(", ") || "none"}:\n${stdout}\n${stderr}`);
}
