import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatorCaller, type JournalLine } from "../../tests/support/emulator/emulatorCaller";
import { openDeadEnd, type DeadEnd } from "./deadEnd";

/** The emulator over TLS, and surroundings for somebody else's client in which nothing else can be reached. */
export class EmulatedCloud {
  /** Removed at the end. */
  readonly folder: string;
  readonly #caller: EmulatorCaller;
  readonly #deadEnd: DeadEnd;
  readonly #guarded = new Set<string>();

  private constructor(parts: { folder: string; caller: EmulatorCaller; deadEnd: DeadEnd }) {
    this.folder = parts.folder;
    this.#caller = parts.caller;
    this.#deadEnd = parts.deadEnd;
  }

  /** `lenient` for clients that never send If-Match. */
  static async start(options: { readonly lenient: boolean }): Promise<EmulatedCloud> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-client-")));
    await mkdir(join(folder, "home"));
    const caller = await EmulatorCaller.start({ tls: true, ...options });
    return new EmulatedCloud({ folder, caller, deadEnd: await openDeadEnd() });
  }

  get url(): string {
    return this.#caller.emulator.url;
  }

  get tenantId(): string {
    return this.#caller.emulator.tenantId;
  }

  get caFile(): string {
    return this.#caller.emulator.caFile ?? "";
  }

  /** Nothing of this machine's own settings, a home of its own, and the dead end as the way to all other hosts. */
  get environment(): NodeJS.ProcessEnv {
    return isolatedEnvironment(this.folder, this.#deadEnd.url);
  }

  /**
   * Runs what would ask a real host, until it was turned away.
   * @throws Error when it ended without having come to the dead end: then the client has another way out.
   */
  async expectNoWayTo(target: string, attempt: (abort: AbortSignal) => Promise<unknown>): Promise<void> {
    if (!this.url.startsWith("https://127.0.0.1:")) throw new Error(`${this.url} is not on loopback`);
    const turnedAway = new AbortController();
    const ended = attempt(turnedAway.signal).catch(() => undefined);
    await Promise.race([this.#deadEnd.whenAsked(target), ended]);
    turnedAway.abort();
    await ended;
    if (!this.#deadEnd.asked.includes(target))
      throw new Error(`The client has another way to ${target}; stopping here.`);
    this.#guarded.add(target);
  }

  /** Hosts that were asked for besides those of `expectNoWayTo`. */
  get strayTargets(): string[] {
    return [...new Set(this.#deadEnd.asked)].filter((target) => !this.#guarded.has(target));
  }

  /** What the emulator has seen since the last call. */
  async takeRequests(): Promise<readonly JournalLine[]> {
    const requests = await this.#caller.journal();
    await this.#caller.control("DELETE", "journal");
    return requests;
  }

  async close(): Promise<void> {
    await this.#deadEnd.close();
    await this.#caller.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** For somebody else's client: nothing of this machine's own settings, and `proxy` as the way to all hosts but this one. */
export function isolatedEnvironment(folder: string, proxy: string): NodeJS.ProcessEnv {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    HOME: join(folder, "home"),
    TMPDIR: folder,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    ...Object.fromEntries(names.map((name) => [name, proxy])),
  };
}
