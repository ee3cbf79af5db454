import type { Answer } from "../arm/answer";
import { gatewayEntityTag } from "../arm/entityTags";
import type { Emulator } from "../emulator";
import { withoutFraction } from "../emulatorClock";

const shownRequests = 30;

/** What the page shows: no keys, no tokens. */
export function overview({ state, clock, journal }: Emulator): Answer {
  const services = [...state.services.values()];
  const latest = journal.latest(shownRequests);
  return {
    status: 200,
    body: {
      now: withoutFraction(clock.now()),
      services: services.map(({ name, sku, location, resourceGroupName }) => ({
        name,
        tier: sku.name,
        location,
        resourceGroup: resourceGroupName,
      })),
      certificates: services.flatMap(({ name: service, certificates }) =>
        [...certificates.values()].map(({ name, facts, keyVault }) => ({
          service,
          name,
          ...facts,
          keyVaultStatus: keyVault?.lastStatus.code ?? "",
        })),
      ),
      gateways: services.flatMap(({ name: service, gateways }) =>
        [...gateways.values()].map(({ name, description, revision }) => ({
          service,
          name,
          description: description ?? "",
          etag: gatewayEntityTag(revision),
        })),
      ),
      requests: [...latest].reverse().map(({ receivedAt, method, path, status, fault, note }) => ({
        receivedAt,
        method,
        path,
        status: status === null ? "connection dropped" : String(status),
        remark: [fault === undefined ? [] : [`fault ${JSON.stringify(fault)}`], note ?? []].flat().join("; "),
      })),
    },
  };
}
