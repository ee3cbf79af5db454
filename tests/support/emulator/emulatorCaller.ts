import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { text as readText } from "node:stream/consumers";
import { startEmulator, type RunningEmulator, type StartEmulatorOptions } from "../../../emulator/startEmulator";
import { leaveJournal, leaveJournalBefore } from "./leaveJournal";

export const subscriptionPath = "/subscriptions/11111111-2222-4333-8444-555555555555";
export const servicePath = `${subscriptionPath}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1`;

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: readonly { readonly code: string; readonly target?: string; readonly message: string }[];
  };
}

export interface EntityBody {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ListBody {
  readonly value: readonly EntityBody[];
  readonly count: number;
  readonly nextLink?: string;
}

export interface JournalLine {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly receivedAt: string;
  readonly operationId?: string;
  readonly fault?: unknown;
  readonly note?: string;
}

export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Appended after the api-version, such as `&$top=1`. */
  readonly query?: string;
  readonly apiVersion?: string | null;
}

interface RequestInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Speaks plain HTTP, or HTTPS, with one emulator. */
export class EmulatorCaller {
  readonly emulator: RunningEmulator;

  private readonly ca: string | undefined;

  private constructor(emulator: RunningEmulator) {
    this.emulator = emulator;
    this.ca = emulator.caFile === undefined ? undefined : readFileSync(emulator.caFile, "utf8");
  }

  static async start(options: StartEmulatorOptions = {}): Promise<EmulatorCaller> {
    return new EmulatorCaller(await startEmulator(options));
  }

  async arm<Body = ErrorBody>(method: string, path: string, options: CallOptions = {}): Promise<Reply<Body>> {
    const { body, headers, query = "", apiVersion = "2021-08-01" } = options;
    const version = apiVersion === null ? "" : `api-version=${apiVersion}`;
    return await this.send<Body>(method, `${path}?${version}${query}`, {
      headers: {
        authorization: "Bearer test",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  async control<Body = unknown>(method: string, endpoint: string, body?: unknown): Promise<Reply<Body>> {
    leaveJournalBefore([method, endpoint], this.emulator);
    return await this.send<Body>(
      method,
      `/_emulator/${endpoint}`,
      body === undefined ? {} : { body: JSON.stringify(body) },
    );
  }

  /** Any request; `target` is sent as it is. */
  async raw<Body = unknown>(method: string, target: string, init: RequestInit = {}): Promise<Reply<Body>> {
    return await this.send<Body>(method, target, init);
  }

  async journal(): Promise<readonly JournalLine[]> {
    return (await this.control<readonly JournalLine[]>("GET", "journal")).body;
  }

  /** A service of the Developer tier with one gateway, and an empty journal. */
  async furnish(skuName = "Developer"): Promise<void> {
    await this.control("POST", "reset");
    await this.arm("PUT", servicePath, {
      body: {
        location: "westus",
        sku: { name: skuName, capacity: 1 },
        properties: { publisherEmail: "owner@contoso.com", publisherName: "Contoso" },
      },
    });
    if (skuName === "Developer") {
      await this.arm("PUT", `${servicePath}/gateways/gw1`, {
        body: { properties: { description: "my gateway 1", locationData: { name: "my location" } } },
      });
    }
    await this.control("DELETE", "journal");
  }

  /** Stops the emulator; with EMULATOR_JOURNALS set, what it saw is left in that folder for scripts/validateSpec.ts. */
  async close(): Promise<void> {
    leaveJournal(this.emulator);
    await this.emulator.close();
  }

  private async send<Body>(method: string, target: string, init: RequestInit): Promise<Reply<Body>> {
    const secure = this.emulator.url.startsWith("https:");
    const { hostname, port } = new URL(this.emulator.url);
    // As path, not as URL: a URL would be tidied up before it is sent.
    const sent = (secure ? https : http).request({
      method,
      hostname,
      port,
      path: target,
      headers: { ...init.headers, "content-length": Buffer.byteLength(init.body ?? "") },
      ...(this.ca === undefined ? {} : { ca: this.ca }),
    });
    sent.end(init.body);
    const [response] = (await once(sent, "response")) as [http.IncomingMessage];
    const text = await readText(response);
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
    return { status: response.statusCode ?? 0, headers, text, body: body as Body };
  }
}
