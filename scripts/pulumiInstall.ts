/** Prints the folder of a usable Pulumi CLI, on its only line of output; installs one first where there is none. */
import { findPulumiCli } from "./pulumiCli/findPulumiCli";
import { abortOnSignals } from "./processes/abortOnSignals";

async function main(): Promise<void> {
  const cli = await findPulumiCli({ say: (line) => console.error(line), abort: abortOnSignals() });
  console.log(cli.folder);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
