import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Addresses, Counts } from "./emulatorHost";

const subscription = "00000000-0000-0000-0000-000000000000";
const atATime = 20;

/** The emulator in a process of its own. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly addresses: Addresses,
  ) {}

  /** @param project - a folder in which the package is installed */
  static async start(project: string): Promise<EmulatorProcess> {
    const child = fork(require.resolve("./emulatorHost"), [project], {
      execArgv: ["--require", require.resolve("../../tests/support/typescriptHook.cjs")],
    });
    const [addresses] = (await once(child, "message")) as [Addresses];
    return new EmulatorProcess(child, addresses);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Requests and connections since the last call. */
  async takeCounts(): Promise<Counts> {
    const answer = once(this.child, "message") as Promise<[Counts]>;
    this.child.send("counts");
    return (await answer)[0];
  }

  /** A service of its own for each subject, with gateways for those that need them; everything before is gone. */
  async furnish(services: readonly { name: string; gateways: number }[], latencyMs: number): Promise<void> {
    await this.#send("POST", "/_emulator/reset");
    const gatewaysPerService = Math.max(1, ...services.map(({ gateways }) => gateways));
    await this.#send("POST", "/_emulator/limits", { gatewaysPerService });
    for (const { name, gateways } of services) {
      const service = `/subscriptions/${subscription}/resourceGroups/bench/providers/Microsoft.ApiManagement/service/${name}`;
      const properties = { publisherEmail: "ops@contoso.com", publisherName: "Contoso" };
      await this.#put(service, { location: "West Europe", sku: { name: "Developer", capacity: 1 }, properties });
      for (let first = 0; first < gateways; first += atATime) {
        const names = Array.from({ length: Math.min(atATime, gateways - first) }, (_, index) => `r${first + index}`);
        const body = { properties: { locationData: { name: "here" } } };
        await Promise.all(names.map((gateway) => this.#put(`${service}/gateways/${gateway}`, body)));
      }
    }
    await this.#send("DELETE", "/_emulator/journal");
    const always = { match: {}, times: Number.MAX_SAFE_INTEGER, fault: { delayMs: latencyMs } };
    if (latencyMs > 0) await this.#send("POST", "/_emulator/faults", [always]);
  }

  async stop(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
  }

  #put(path: string, body: unknown): Promise<void> {
    return this.#send("PUT", `${path}?api-version=2021-08-01`, body);
  }

  async #send(method: string, path: string, body?: unknown): Promise<void> {
    const response = await fetch(this.addresses.plain + path, {
      method,
      headers: { authorization: "Bearer bench", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The emulator answered ${method} ${path} with ${response.status}: ${text}`);
  }
}
