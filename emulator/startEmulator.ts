import { isIP } from "node:net";
import { RateLimits } from "./arm/rateLimits";
import { Faults } from "./control/faults";
import { Journal } from "./control/journal";
import type { Emulator } from "./emulator";
import { EmulatorClock } from "./emulatorClock";
import { createEmulatorServer, listen, shutDown } from "./server/httpServer";
import { EmulatorState } from "./state/emulatorState";

/** How an emulator is started. */
export interface StartEmulatorOptions {
  /** TCP port. @defaultValue `0`: any free one */
  readonly port?: number;
  /** Address to listen on. Anything but a loopback address lets others in: there is no real sign-in. @defaultValue `127.0.0.1` */
  readonly host?: string;
  /** Tolerate a missing If-Match where the spec requires it, as the real service was seen to do. @defaultValue `false` */
  readonly lenient?: boolean;
}

/** A running emulator. */
export interface RunningEmulator {
  /** Base address without a slash at the end, such as `http://127.0.0.1:4123`. */
  readonly url: string;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** The tenant of all subscriptions and tokens. */
const tenantId = "00000000-0000-4000-8000-000000000001";

/**
 * Starts an emulator of the Azure operations that API Management's certificates and self-hosted gateways need.
 * @throws the system's error when the port is taken or the host is not an address of this machine.
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = "127.0.0.1", lenient = false } = options;
  const clock = new EmulatorClock();
  const emulator: Emulator = {
    clock,
    state: new EmulatorState(),
    journal: new Journal(),
    faults: new Faults(),
    rateLimits: new RateLimits(clock, false),
    lenient,
    tenantId,
  };
  const server = createEmulatorServer(emulator);
  const actualPort = await listen(server, port, host);
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${actualPort}`,
    close: () => shutDown(server),
  };
}
