/** Services that are there from the start, each with the same self-hosted gateways. */
export interface GivenServices {
  readonly services: readonly { readonly resourceGroupName: string; readonly serviceName: string }[];
  readonly gatewayIds: readonly string[];
}

// What the package's own resources use with an emulator when no subscription is configured.
const subscriptionId = "00000000-0000-0000-0000-000000000000";

/**
 * Makes them by the requests that anybody would send, of which the journal then knows nothing.
 * @throws Error with the emulator's own words when a name is not allowed.
 */
export async function giveServices(url: string, { services, gatewayIds }: GivenServices): Promise<void> {
  for (const { resourceGroupName, serviceName } of services) {
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(resourceGroupName)}`;
    const service = `${url}${group}/providers/Microsoft.ApiManagement/service/${encodeURIComponent(serviceName)}`;
    await put(service, {
      location: "West Europe",
      sku: { name: "Developer" },
      properties: { publisherEmail: "ops@contoso.com", publisherName: "Contoso" },
    });
    for (const gatewayId of gatewayIds) {
      const gateway = `${service}/gateways/${encodeURIComponent(gatewayId)}`;
      await put(gateway, { properties: { locationData: { name: "here" } } });
    }
  }
  if (services.length > 0) await fetch(`${url}/_emulator/journal`, { method: "DELETE" });
}

async function put(address: string, body: object): Promise<void> {
  const response = await fetch(`${address}?api-version=2021-08-01`, {
    method: "PUT",
    headers: { authorization: "Bearer emulator", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (response.ok) return;
  const { error } = JSON.parse(answer) as { error: { message: string } };
  throw new Error(`${decodeURIComponent(new URL(address).pathname)}: ${error.message}`);
}
