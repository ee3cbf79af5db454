import { inspectCommand } from "./inspect";
import { packageVersion } from "./packageVersion";
import type { Terminal } from "./terminal";

const help = `Usage: apim-credentials <command> [options]

  inspect FILE    say what a PKCS#12 file (.pfx, .p12) holds
  emulator        run a local emulator of Azure API Management's certificates and gateway keys

  --help          show this text; after a command, the command's own
  --version       show the version`;

/**
 * Runs one command.
 * @returns the exit status: 2 on wrong usage, otherwise the command's own
 */
export async function runCommandLine(argv: string[], terminal: Terminal): Promise<number> {
  const [command, ...rest] = argv;
  if (command === "--version" || rest.includes("--version")) {
    terminal.print(packageVersion());
    return 0;
  }
  switch (command) {
    case "--help":
    case "-h":
      terminal.print(help);
      return 0;
    case "inspect":
      return inspectCommand(rest, terminal);
    case "emulator":
      return (await import("../../emulator/emulatorCommand.js")).runEmulatorCommand(rest);
    default:
      terminal.complain(`${unknown(command)}; type: apim-credentials --help`);
      return 2;
  }
}

function unknown(command: string | undefined): string {
  return command === undefined ? "a command is missing" : `there is no command "${command}"`;
}
