import { once } from "node:events";
import { parseArgs } from "node:util";
import { startEmulator, type RunningEmulator } from "./startEmulator";

const usage = `Usage: apim-credentials emulator [options]

Runs a local emulator of the Azure operations for API Management's certificates and self-hosted gateways.
The first line on stdout is its URL; Ctrl-C stops it.

  --port N     TCP port (default: any free one)
  --host H     address to listen on (default: 127.0.0.1; any other lets others in)
  --lenient    tolerate a missing If-Match, as the real service does
  --help       show this text
`;

interface CommandOptions {
  readonly help: boolean;
  readonly port: number;
  readonly host: string;
  readonly lenient: boolean;
}

class UsageError extends Error {}

function readOptions(argv: readonly string[]): CommandOptions {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: "string", default: "0" },
        host: { type: "string", default: "127.0.0.1" },
        lenient: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "wrong usage");
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port must be a number from 0 to 65535, not '${values.port}'.`);
  return { help: values.help, port, host: values.host, lenient: values.lenient };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function explainListenError(error: unknown, { host, port }: CommandOptions): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is in use: choose another with --port, or leave it out.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `${host} is not an address of this machine.`;
  if (code === "EACCES") return `port ${port} is not allowed for this user.`;
  return error instanceof Error ? error.message : "it cannot listen.";
}

function say(text: string): void {
  process.stderr.write(`apim-credentials emulator: ${text}\n`);
}

async function untilStopped(emulator: RunningEmulator): Promise<void> {
  const stop = new AbortController();
  const signals = (["SIGINT", "SIGTERM"] as const).map((signal) => once(process, signal, { signal: stop.signal }));
  await Promise.race(signals);
  stop.abort();
  await Promise.allSettled(signals);
  await emulator.close();
}

/**
 * `apim-credentials emulator`: runs until SIGINT or SIGTERM.
 * @returns the exit status: 0 after a clean stop, 1 when it cannot start, 2 on wrong usage.
 */
export async function runEmulatorCommand(argv: readonly string[]): Promise<number> {
  let options: CommandOptions;
  try {
    options = readOptions(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  let emulator: RunningEmulator;
  try {
    emulator = await startEmulator(options);
  } catch (error) {
    say(explainListenError(error, options));
    return 1;
  }
  process.stdout.write(`${emulator.url}\n`);
  if (!isLoopback(options.host)) say(`warning: ${options.host} can be reached by others, and any token is let in.`);
  await untilStopped(emulator);
  return 0;
}
