import { once } from "node:events";
import { parseArgs } from "node:util";
import { giveServices, type GivenServices } from "./services/givenServices";
import { startEmulator, type RunningEmulator } from "./startEmulator";

const usage = `Usage: apim-credentials emulator [options]

Runs a local emulator of the Azure operations for API Management's certificates and self-hosted gateways.
The first line on stdout is its URL; Ctrl-C stops it.

  --port N       TCP port (default: any free one)
  --host H       address to listen on (default: 127.0.0.1; any other lets others in)
  --service G/S  begin with a service S in resource group G, in the subscription of zeros; may be repeated
  --gateway N    begin with a self-hosted gateway N in each of these services; may be repeated
  --tls          serve HTTPS with a throw-away authority, and the sign-in endpoints that real clients need
  --state F      keep the state in a file (it holds gateway keys in clear)
  --throttle     refuse with 429 when a subscription's budget is spent
  --lenient      tolerate a missing If-Match, as the real service does
  --help         show this text
  --version      show the version
`;

interface CommandOptions {
  readonly help: boolean;
  readonly port: number;
  readonly host: string;
  readonly lenient: boolean;
  readonly tls: boolean;
  readonly throttle: boolean;
  readonly stateFile?: string;
  readonly given: GivenServices;
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
        tls: { type: "boolean", default: false },
        throttle: { type: "boolean", default: false },
        state: { type: "string" },
        service: { type: "string", multiple: true, default: [] },
        gateway: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "wrong usage");
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port must be a number from 0 to 65535, not "${values.port}".`);
  const { help, host, lenient, tls, throttle, state } = values;
  const given = { services: values.service.map(readService), gatewayIds: values.gateway };
  if (given.gatewayIds.length > 0 && given.services.length === 0)
    throw new UsageError("--gateway needs a --service that it is in.");
  if (given.services.length > 0 && tls)
    throw new UsageError("--service cannot be combined with --tls: make the service by a signed-in PUT.");
  return { help, port, host, lenient, tls, throttle, given, ...(state === undefined ? {} : { stateFile: state }) };
}

function readService(text: string): GivenServices["services"][number] {
  const [resourceGroupName = "", serviceName = "", ...more] = text.split("/");
  if (resourceGroupName === "" || serviceName === "" || more.length > 0)
    throw new UsageError(`--service must be a resource group and a service, such as rg/contoso, not "${text}".`);
  return { resourceGroupName, serviceName };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function explainListenError(error: unknown, { host, port }: CommandOptions): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is in use: choose another with --port, or leave it out.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is not an address of this machine: choose another with --host, or leave it out.`;
  if (code === "EACCES")
    return `port ${port} is not allowed for this user: choose one above 1023 with --port, or leave it out.`;
  return error instanceof Error ? error.message : "it cannot listen, and the system gives no reason.";
}

function say(text: string): void {
  process.stderr.write(`apim-credentials emulator: ${text}\n`);
}

interface StopSignal {
  readonly arrived: Promise<unknown>;
  ignore(): void;
}

/** Listens for the signals that ask for an end. */
function listenForStop(): StopSignal {
  const stop = new AbortController();
  const signals = (["SIGINT", "SIGTERM"] as const).map((signal) => once(process, signal, { signal: stop.signal }));
  const arrived = Promise.race(signals);
  // Whichever did not arrive is rejected when the listeners go.
  for (const promise of [...signals, arrived]) promise.catch(() => undefined);
  return { arrived, ignore: () => stop.abort() };
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
  // Before anything is printed: whoever reads the URL may ask for the end at once.
  const stop = listenForStop();
  let emulator: RunningEmulator;
  try {
    emulator = await startEmulator(options);
  } catch (error) {
    stop.ignore();
    say(explainListenError(error, options));
    return 1;
  }
  try {
    await giveServices(emulator.url, options.given);
  } catch (error) {
    stop.ignore();
    await emulator.close();
    say((error as Error).message);
    return 2;
  }
  process.stdout.write(`${emulator.url}\n`);
  if (emulator.caFile !== undefined) {
    say(`its authority is in ${emulator.caFile} (for NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE).`);
    say(`its tenant is ${emulator.tenantId}.`);
  }
  if (!isLoopback(options.host)) say(`warning: others can reach ${options.host}, and whoever asks is let in.`);
  await stop.arrived;
  stop.ignore();
  await emulator.close();
  return 0;
}
