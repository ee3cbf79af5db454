import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { checkout } from "../../../scripts/build/checkout";
import { findPulumiCli } from "../../../scripts/pulumiCli/findPulumiCli";
import { PulumiStack } from "../../../scripts/pulumiRun/pulumiStack";
import { TestEmulator } from "../emulator";
import { installPackedPackage } from "../packedPackage";
import { addCompanions } from "./installCompanions";

/** One of `examples/` copied out of the checkout: the packed package and azure-native are installed beside it. */
export interface ExampleProject {
  readonly emulator: TestEmulator;
  /** The program's folder. */
  readonly folder: string;
  /** With the stand-in for azure-native's plugin. */
  readonly stack: PulumiStack;
  close(): Promise<void>;
}

/** A folder with everything that the examples import. */
export async function makeExampleFolder(): Promise<{ root: string; folder: string }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-example-")));
  const folder = join(root, "project");
  await mkdir(folder);
  await installPackedPackage(folder);
  await addCompanions(folder);
  return { root, folder };
}

export async function startExampleProject(
  name: string,
  config: Readonly<Record<string, string>>,
): Promise<ExampleProject> {
  const cli = await findPulumiCli({ say: (line) => void process.stderr.write(`${line}\n`) });
  const { root, folder } = await makeExampleFolder();
  await cp(join(checkout, "examples", name), folder, { recursive: true });
  const emulator = await TestEmulator.start();
  const standIn = join(checkout, "scripts", "azureNativeStandIn", "bin");
  const PATH = [standIn, cli.folder, process.env.PATH].join(delimiter);
  const env = { APIM_EMULATOR_URL: emulator.url, CLIENT_PFX_PASSWORD: "change-me", PATH };
  const stack = await PulumiStack.create({ cli, programFolder: folder, workFolder: root, env });
  for (const [key, value] of Object.entries({ resourceGroup: "rg1", service: "contoso", ...config }))
    await stack.setConfig(key, value);
  const close = async (): Promise<void> => {
    await emulator.close();
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  };
  return { emulator, folder, stack, close };
}
