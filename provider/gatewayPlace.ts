import { gatewayIdProblem } from "./apim/names";
import type { ServiceAddress } from "./apim/resourceId";
import { checkPlace, type CheckCall } from "./place";

/** Where a self-hosted gateway is. */
export interface GatewayAddress extends ServiceAddress {
  readonly gatewayId: string;
}

/** The arguments that say which gateway; a change of one leads to another resource. */
export const GATEWAY_ADDRESS = ["subscriptionId", "resourceGroupName", "serviceName", "gatewayId"] as const;

export function checkGatewayPlace(call: CheckCall): GatewayAddress {
  return { ...checkPlace(call), gatewayId: call.reader.requiredString("gatewayId", gatewayIdProblem) };
}
