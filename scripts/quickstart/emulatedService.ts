import { startEmulator } from "../../emulator/startEmulator";

export const place = { resourceGroup: "contoso-rg", service: "contoso-apim", gateway: "edge" };

/** What the emulator has seen of one request. */
export interface Request {
  method: string;
  /** From the service's resource id on: `certificates/backend-client`. */
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status: number | null;
  responseHeaders: Record<string, string>;
}

/** An API Management service in Azure, as far as the quickstart can tell. */
export interface EmulatedService {
  url: string;
  /** What was asked since the last call. */
  takeRequests(): Promise<Request[]>;
  close(): Promise<void>;
}

const subscription = "00000000-0000-0000-0000-000000000000";
const serviceId = `/subscriptions/${subscription}/resourceGroups/${place.resourceGroup}/providers/Microsoft.ApiManagement/service/${place.service}`;

/** Starts the emulator on a free loopback port, with a service and a self-hosted gateway in it. */
export async function startEmulatedService(): Promise<EmulatedService> {
  const emulator = await startEmulator();
  const { url } = emulator;
  const journal = `${url}/_emulator/journal`;
  try {
    const publisher = { publisherEmail: "ops@contoso.com", publisherName: "Contoso" };
    await put(url + serviceId, {
      location: "West Europe",
      sku: { name: "Developer", capacity: 1 },
      properties: publisher,
    });
    await put(`${url}${serviceId}/gateways/${place.gateway}`, { properties: { locationData: { name: "Edge" } } });
    await fetch(journal, { method: "DELETE" });
  } catch (error) {
    await emulator.close();
    throw error;
  }
  return {
    url,
    close: () => emulator.close(),
    takeRequests: async () => {
      const requests = (await (await fetch(journal)).json()) as Request[];
      await fetch(journal, { method: "DELETE" });
      return requests.map((request) => ({ ...request, path: request.path.slice(serviceId.length + 1) }));
    },
  };
}

async function put(url: string, body: object): Promise<void> {
  const response = await fetch(`${url}?api-version=2021-08-01`, {
    method: "PUT",
    headers: { authorization: "Bearer quickstart", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The emulator answered ${response.status}: ${await response.text()}`);
}
