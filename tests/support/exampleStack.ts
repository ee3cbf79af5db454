import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { ensureBuilt } from "../../scripts/build/ensureBuilt";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";
import { PulumiStack } from "../../scripts/pulumiRun/pulumiStack";
import { TestEmulator } from "./emulator";

/** One of `examples/`, as it stands in the checkout, with the real CLI and the emulator; the service is `contoso` in `rg1`. */
export interface ExampleStack {
  readonly emulator: TestEmulator;
  readonly stack: PulumiStack;
  /** For files of the test; not the program's. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function startExample(name: string, config: Readonly<Record<string, string>>): Promise<ExampleStack> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureBuilt(say);
  const cli = await findPulumiCli({ say });
  const emulator = await TestEmulator.start();
  await emulator.givenService();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-example-")));
  const stack = await PulumiStack.create({
    cli,
    programFolder: join(checkout, "examples", name),
    workFolder: folder,
    env: { APIM_EMULATOR_URL: emulator.url },
  });
  for (const [key, value] of Object.entries({ resourceGroup: "rg1", service: "contoso", ...config }))
    await stack.setConfig(key, value);
  const close = async (): Promise<void> => {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { emulator, stack, folder, close };
}
