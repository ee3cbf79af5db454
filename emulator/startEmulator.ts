/**
 * A local emulator of the Azure operations that the resources use, for tests and for trying things out.
 *
 * @module pulumi-apim-credentials/emulator
 */
import { isIP } from "node:net";
import { RateLimits } from "./arm/rateLimits";
import { Faults } from "./control/faults";
import { Journal, type JournalEntry } from "./control/journal";
import type { Emulator } from "./emulator";
import { EmulatorClock } from "./emulatorClock";
import { createEmulatorServer, listen, shutDown } from "./server/httpServer";
import { Applications } from "./signIn/applications";
import { TokenIssuer } from "./signIn/tokenIssuer";
import { EmulatorState } from "./state/emulatorState";
import { keepStateIn } from "./state/stateFile";
import { writeAuthorityFile } from "./tls/authorityFile";
import { makeThrowAwayCertificate } from "./tls/throwAwayAuthority";

export type { JournalEntry } from "./control/journal";

/** How an emulator is started. */
export interface StartEmulatorOptions {
  /** TCP port. @defaultValue `0`: any free one */
  readonly port?: number;
  /** Address to listen on. Anything but a loopback address lets others in: there is no real sign-in. @defaultValue `127.0.0.1` */
  readonly host?: string;
  /** Tolerate a missing If-Match where the spec requires it, as the real service was seen to do. @defaultValue `false` */
  readonly lenient?: boolean;
  /**
   * Serve HTTPS with a certificate of a throw-away authority, and let only tokens in that its own sign-in endpoints issued.
   * @defaultValue `false`
   */
  readonly tls?: boolean;
  /**
   * File that the state is kept in: read at the start if it exists, replaced as a whole after each change, before the answer
   * is sent. It holds gateway keys in clear. @defaultValue none: the state is gone at the end
   */
  readonly stateFile?: string;
  /** Refuse requests with 429 when a subscription's budget is spent. @defaultValue `false`: budgets are counted only */
  readonly throttle?: boolean;
}

/** A running emulator. */
export interface RunningEmulator {
  /** Base address without a slash at the end, such as `http://127.0.0.1:4123`. */
  readonly url: string;
  /** With `tls`: path of the authority's certificate, for `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`. */
  readonly caFile?: string;
  /** The tenant that tokens are asked of. */
  readonly tenantId: string;
  /** Every exchange so far, in order, without credentials: what `GET /_emulator/journal` answers. */
  journal(): readonly JournalEntry[];
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** The tenant of all subscriptions and tokens. */
const tenantId = "00000000-0000-4000-8000-000000000001";

/**
 * Starts an emulator of the Azure operations that API Management's certificates and self-hosted gateways need.
 * @throws Error when the state file cannot be used; the system's error when the port is taken or the host is not an address of this machine.
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = "127.0.0.1", lenient = false, tls = false, throttle = false, stateFile } = options;
  const clock = new EmulatorClock();
  const emulator: Emulator = {
    clock,
    state: new EmulatorState(),
    journal: new Journal(),
    faults: new Faults(),
    rateLimits: new RateLimits(clock, throttle),
    tokenIssuer: new TokenIssuer(clock, tenantId),
    applications: new Applications(),
    checksTokens: tls,
    lenient,
    tenantId,
  };
  const persist = stateFile === undefined ? undefined : keepStateIn(stateFile, emulator);
  const certificate = tls ? await makeThrowAwayCertificate(host) : undefined;
  const server = createEmulatorServer({ ...emulator, ...(persist === undefined ? {} : { persist }) }, certificate);
  const actualPort = await listen(server, port, host);
  const url = `${tls ? "https" : "http"}://${isIP(host) === 6 ? `[${host}]` : host}:${actualPort}`;
  const journal = (): readonly JournalEntry[] => emulator.journal.entries;
  if (certificate === undefined) return { url, tenantId, journal, close: () => shutDown(server) };

  const authorityFile = await writeAuthorityFile(certificate.caCertificate);
  return {
    url,
    tenantId,
    caFile: authorityFile.path,
    journal,
    close: async () => {
      await shutDown(server);
      await authorityFile.remove();
    },
  };
}
