import { ArmRefusal } from "../arm/armRefusal";
import type { EmulatorState, ServiceRecord } from "../state/emulatorState";

// Self-hosted gateways need one of these tiers (published). Isolated is Premium on dedicated hardware (assumed to behave alike).
const tiersWithGateways = ["Developer", "Premium", "Isolated"];

/** Refused as Azure/apiops#686 shows it. */
export function checkGatewayTier(service: ServiceRecord): void {
  if (!tiersWithGateways.includes(service.sku.name)) {
    throw new ArmRefusal(400, {
      code: "MethodNotAllowedInPricingTier",
      message: `Method not allowed in ${service.sku.name} pricing tier`,
    });
  }
}

/** Refuses one too many. Code and wording of the refusal are assumed. */
export function checkRoomForGateway(service: ServiceRecord, { gatewaysPerService }: EmulatorState): void {
  if (service.gateways.size >= gatewaysPerService) {
    throw new ArmRefusal(400, {
      code: "ServiceLimitReached",
      message: `A service holds at most ${gatewaysPerService} self-hosted gateways.`,
    });
  }
}
