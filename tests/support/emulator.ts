import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator, type RunningEmulator, type StartEmulatorOptions } from "../../emulator/startEmulator";
import { leaveJournal, leaveJournalBefore } from "./emulator/leaveJournal";
import { SUBSCRIPTION } from "./testHost";

/** One exchange as the emulator's journal has it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly receivedAt: string;
}

export interface Fault {
  readonly match: { readonly method?: string; readonly pathPattern?: string };
  readonly times?: number;
  readonly fault:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
    | { readonly drop: "before" | "after" }
    | { readonly delayMs: number };
}

export const PLACE = { subscriptionId: SUBSCRIPTION, resourceGroupName: "rg1", serviceName: "contoso" };
/** Resource id of the service that tests use. */
export const SERVICE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/contoso`;

/** A running emulator, and what a test does with it by hand. */
export class TestEmulator {
  private constructor(private readonly running: RunningEmulator) {}

  static async start(options?: StartEmulatorOptions): Promise<TestEmulator> {
    return new TestEmulator(await startEmulator(options));
  }

  get url(): string {
    return this.running.url;
  }

  /** The service `contoso` in `rg1`, with self-hosted gateways. */
  async givenService({ gateways = [] }: { gateways?: readonly string[] } = {}): Promise<void> {
    const properties = { publisherEmail: "ops@contoso.com", publisherName: "Contoso" };
    await this.arm("PUT", "", {
      body: { location: "West Europe", sku: { name: "Developer", capacity: 1 }, properties },
    });
    for (const gateway of gateways) {
      await this.arm("PUT", `/gateways/${gateway}`, { body: { properties: { locationData: { name: "here" } } } });
    }
  }

  /** A call by somebody else; `path` is relative to the service. */
  async arm(
    method: string,
    path: string,
    options: { body?: unknown; ifMatch?: string } = {},
  ): Promise<{ status: number; body: unknown }> {
    const { body, ifMatch } = options;
    const response = await fetch(`${this.url}${SERVICE}${path}?api-version=2021-08-01`, {
      method,
      headers: {
        authorization: "Bearer somebody-else",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  }

  async journal(): Promise<Exchange[]> {
    return (await (await fetch(`${this.url}/_emulator/journal`)).json()) as Exchange[];
  }

  /** What was asked since the journal was cleared: `PUT certificates/api 201`. */
  async requests(): Promise<string[]> {
    const exchanges = await this.journal();
    return exchanges.map(({ method, path, status }) => `${method} ${path.slice(SERVICE.length + 1)} ${status}`);
  }

  async clearJournal(): Promise<void> {
    await this.control("DELETE", "journal");
  }

  async faults(...faults: Fault[]): Promise<void> {
    await this.control("POST", "faults", faults);
  }

  /** Resolves when every fault has met its request. */
  async faultsAreSpent(): Promise<void> {
    while (((await this.control("GET", "faults")) as unknown[]).length > 0) await sleep(20);
  }

  async clearFaults(): Promise<void> {
    await this.control("DELETE", "faults");
  }

  /** Empties everything: services, journal, faults; the clock tells the real time again. */
  async reset(): Promise<void> {
    await this.control("POST", "reset");
  }

  async clock(setting: { now: string } | { advance: string }): Promise<void> {
    await this.control("POST", "clock", setting);
  }

  async verifyToken(gatewayId: string, token: string): Promise<unknown> {
    return this.control("POST", "verify-token", { gatewayId, token });
  }

  /** Stops it; with EMULATOR_JOURNALS set, what it saw is left in that folder for scripts/validateSpec.ts. */
  readonly close = async (): Promise<void> => {
    leaveJournal(this.running);
    await this.running.close();
  };

  async control(method: string, action: string, body?: unknown): Promise<unknown> {
    leaveJournalBefore([method, action], this.running);
    const response = await fetch(`${this.url}/_emulator/${action}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`emulator: ${method} ${action} answered ${response.status} ${text}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  }
}
