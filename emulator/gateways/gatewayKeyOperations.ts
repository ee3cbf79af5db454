import type { Answer } from "../arm/answer";
import { validationError } from "../arm/armRefusal";
import { gatewayEntityTag } from "../arm/entityTags";
import { readJsonObject, requiredString } from "../arm/requestBody";
import type { OperationCall } from "../server/operation";
import type { GatewayRecord } from "../state/emulatorState";
import { findGateway, newGatewayKey } from "./gatewayOperations";
import { createGatewayToken } from "./gatewayToken";

const keyTypes = ["primary", "secondary"] as const;
const dayMs = 86_400_000;
const maxDaysAhead = 30;

/** A child operation on a missing gateway answers 400 with target `gwid`, not 404 (recorded). */
function requireParentGateway(call: OperationCall): GatewayRecord {
  const { gateway } = findGateway(call);
  if (gateway === undefined) throw validationError({ target: "gwid", message: "Gateway not found" });
  return gateway;
}

function readKeyType(body: Readonly<Record<string, unknown>>): "primary" | "secondary" {
  return requiredString(body, "keyType", { allowed: keyTypes }) === "primary" ? "primary" : "secondary";
}

/** Gateway_ListKeys: answers the gateway's own ETag (recorded). */
export function listGatewayKeys(call: OperationCall): Answer {
  const gateway = requireParentGateway(call);
  return { status: 200, headers: { ETag: gatewayEntityTag(gateway.revision) }, body: { ...gateway.keys } };
}

/** Gateway_RegenerateKey: 204 without ETag or Content-Length; the gateway's ETag goes up by one (recorded). */
export function regenerateGatewayKey(call: OperationCall): Answer {
  const gateway = requireParentGateway(call);
  const keyType = readKeyType(readJsonObject(call.request));
  gateway.keys[keyType] = newGatewayKey();
  gateway.revision = call.emulator.state.nextGatewayRevision(gateway.revision);
  return { status: 204 };
}

/** Gateway_GenerateToken: an expiry in the past is accepted (recorded); more than 30 days ahead is not (spec; wording assumed). */
export function generateGatewayToken(call: OperationCall): Answer {
  const gateway = requireParentGateway(call);
  const body = readJsonObject(call.request);
  const keyType = readKeyType(body);
  const expiry = new Date(requiredString(body, "expiry"));
  if (Number.isNaN(expiry.getTime())) {
    throw validationError({ target: "expiry", message: "expiry must be a date and time in ISO 8601 form." });
  }
  if (expiry.getTime() > call.emulator.clock.nowMs() + maxDaysAhead * dayMs) {
    throw validationError({ target: "expiry", message: `expiry must be at most ${maxDaysAhead} days ahead.` });
  }
  return { status: 200, body: { value: createGatewayToken(gateway.name, gateway.keys[keyType], expiry) } };
}
