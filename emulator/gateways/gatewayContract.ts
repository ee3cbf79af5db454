import { serviceResourceId, type GatewayRecord, type ServiceRecord } from "../state/emulatorState";

/** A gateway as the service answers it: `heartbeat` is [] on GET and list, null on PUT and PATCH (recorded). */
export function gatewayContract(
  service: ServiceRecord,
  gateway: GatewayRecord,
  heartbeat: readonly never[] | null,
): Record<string, unknown> {
  return {
    id: `${serviceResourceId(service)}/gateways/${gateway.name}`,
    type: "Microsoft.ApiManagement/service/gateways",
    name: gateway.name,
    properties: {
      ...(gateway.locationData === undefined ? {} : { locationData: gateway.locationData }),
      ...(gateway.description === undefined ? {} : { description: gateway.description }),
      heartbeat,
    },
  };
}
