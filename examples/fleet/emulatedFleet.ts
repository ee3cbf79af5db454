/**
 * Makes a fleet to try this on, in a running emulator, and writes its inventory:
 * `emulatedFleet.ts --emulator URL [--services 20] [--gateways 50] [--subscriptions 4] [--file services.json]`.
 * From then on the emulator throttles as Azure does: 200 writes a subscription, refilled by 10 a second.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Service } from "./inventory";

const { values } = parseArgs({
  options: {
    emulator: { type: "string", default: "http://127.0.0.1:4566" },
    services: { type: "string", default: "20" },
    gateways: { type: "string", default: "50" },
    subscriptions: { type: "string", default: "4" },
    file: { type: "string", default: "services.json" },
  },
});

/** `edge-07` */
function numbered(name: string, index: number): string {
  return `${name}-${String(index + 1).padStart(2, "0")}`;
}

function inventory(): Service[] {
  return Array.from({ length: Number(values.services) }, (_, index) => ({
    subscription: `00000000-0000-4000-8000-${String((index % Number(values.subscriptions)) + 1).padStart(12, "0")}`,
    resourceGroup: "gateways",
    service: numbered("contoso", index),
    gateways: Array.from({ length: Number(values.gateways) }, (_gateway, edge) => numbered("edge", edge)),
  }));
}

async function send(method: string, path: string, body: object): Promise<void> {
  const response = await fetch(values.emulator + path, {
    method,
    headers: { authorization: "Bearer anybody", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The emulator answered ${response.status}: ${await response.text()}`);
}

async function make({ subscription, resourceGroup, service, gateways }: Service): Promise<void> {
  const id = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ApiManagement/service/${service}`;
  const properties = { publisherEmail: "ops@contoso.com", publisherName: "Contoso" };
  const version = "?api-version=2021-08-01";
  await send("PUT", id + version, { location: "West Europe", sku: { name: "Premium", capacity: 1 }, properties });
  for (const gateway of gateways) {
    await send("PUT", `${id}/gateways/${gateway}${version}`, { properties: { locationData: { name: gateway } } });
  }
}

async function main(): Promise<void> {
  const services = inventory();
  await send("POST", "/_emulator/throttling", { on: false });
  await send("POST", "/_emulator/limits", { gatewaysPerService: Math.max(25, Number(values.gateways)) });
  for (const service of services) await make(service);
  await send("POST", "/_emulator/throttling", { on: true });
  await writeFile(values.file, JSON.stringify(services, undefined, 2));
  console.log(`${values.file}: ${services.length} services with ${values.gateways} gateways each`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
