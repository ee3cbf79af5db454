import { ArmRefusal } from "../arm/armRefusal";
import type { ServiceRecord } from "../state/emulatorState";

// Self-hosted gateways need one of these tiers (published). Isolated is Premium on dedicated hardware (assumed to behave alike).
const tiersWithGateways = ["Developer", "Premium", "Isolated"];
const maxGatewaysPerService = 25;

/** Refused as Azure/apiops#686 shows it. */
export function checkGatewayTier(service: ServiceRecord): void {
  if (!tiersWithGateways.includes(service.sku.name)) {
    throw new ArmRefusal(400, {
      code: "MethodNotAllowedInPricingTier",
      message: `Method not allowed in ${service.sku.name} pricing tier`,
    });
  }
}

/** The limit is published; code and wording of the refusal are assumed. */
export function checkRoomForGateway(service: ServiceRecord): void {
  if (service.gateways.size >= maxGatewaysPerService) {
    throw new ArmRefusal(400, {
      code: "ServiceLimitReached",
      message: `A service holds at most ${maxGatewaysPerService} self-hosted gateways.`,
    });
  }
}
