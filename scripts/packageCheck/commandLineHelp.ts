import { join } from "node:path";
import { checkout } from "../build/checkout";
import { runCommand } from "../processes/runCommand";

/** What the built executable says about itself: its commands and options are public too. */
export async function commandLineHelp(): Promise<string> {
  const executable = join(checkout, "dist", "provider", "cli", "apimCredentials.js");
  const pages = [["--help"], ["inspect", "--help"], ["emulator", "--help"]].map(async (args) => {
    const { stdout } = await runCommand({ command: process.execPath, args: [executable, ...args] });
    return `=== apim-credentials ${args.join(" ")}\n${stdout}`;
  });
  return (await Promise.all(pages)).join("\n");
}
