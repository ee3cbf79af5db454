import { readFile } from "node:fs/promises";

/** A line of the fleet's inventory: one API Management service, which is one stack. */
export interface Service {
  /** The subscription's id. */
  readonly subscription: string;
  readonly resourceGroup: string;
  /** Its name in Azure, which no other service in the world has: the stack is named by it. */
  readonly service: string;
  /** The ids of its self-hosted gateways. */
  readonly gateways: readonly string[];
}

/** @throws when the file does not hold a list of services, or a service stands in it twice. */
export async function readInventory(file: string): Promise<Service[]> {
  const list: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!Array.isArray(list) || list.length === 0) throw new Error(`${file}: a list of services is expected`);
  const names = new Set<string>();
  return list.map((entry: unknown, index) => {
    if (!isService(entry)) throw new Error(`${file}: entry ${index + 1} needs ${fields}`);
    const name = entry.service.toLowerCase();
    if (names.has(name)) throw new Error(`${file}: service "${entry.service}" stands in it twice`);
    names.add(name);
    return entry;
  });
}

const fields = `"subscription", "resourceGroup", "service" (texts) and "gateways" (a list of ids)`;

function isService(entry: unknown): entry is Service {
  if (typeof entry !== "object" || entry === null) return false;
  const { subscription, resourceGroup, service, gateways } = entry as Record<string, unknown>;
  return [subscription, resourceGroup, service].every(isName) && Array.isArray(gateways) && gateways.every(isName);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** The share of runner `index` (from 1) of `of`: whole subscriptions, so that no two runners spend one budget. */
export function shareOf<S extends Pick<Service, "subscription">>(
  services: readonly S[],
  { index, of }: { index: number; of: number },
): S[] {
  const subscriptions = [...new Set(services.map(subscriptionOf))].sort();
  const mine = new Set(subscriptions.filter((_, position) => position % of === index - 1));
  return services.filter((service) => mine.has(subscriptionOf(service)));
}

/** Azure compares ids without regard to letter case. */
export function subscriptionOf({ subscription }: Pick<Service, "subscription">): string {
  return subscription.toLowerCase();
}
