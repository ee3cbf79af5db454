import { randomBytes } from "node:crypto";
import { entityAnswer, type Answer } from "../arm/answer";
import { entityNotFound } from "../arm/armRefusal";
import { compareIfMatch, gatewayEntityTag, requireIfMatch } from "../arm/entityTags";
import { readJsonObject } from "../arm/requestBody";
import { listPage } from "../paging/listPage";
import { named, type OperationCall } from "../server/operation";
import type { GatewayRecord, ServiceRecord } from "../state/emulatorState";
import { readGatewaySettings } from "./gatewayBody";
import { gatewayContract } from "./gatewayContract";
import { checkGatewayTier, checkRoomForGateway } from "./gatewayTier";

interface GatewayPlace {
  readonly service: ServiceRecord;
  /** The gateway's name as it is compared. */
  readonly key: string;
  readonly gateway: GatewayRecord | undefined;
}

/** The service of a gateway operation and the gateway, where there is one. */
export function findGateway(call: OperationCall): GatewayPlace {
  const service = call.emulator.state.requireService(call.names);
  checkGatewayTier(service);
  const key = named(call, "gatewayId").toLowerCase();
  return { service, key, gateway: service.gateways.get(key) };
}

function requireGateway(call: OperationCall): GatewayPlace & { gateway: GatewayRecord } {
  const { service, key, gateway } = findGateway(call);
  if (gateway === undefined) throw entityNotFound("Gateway");
  return { service, key, gateway };
}

/** 64 bytes as 88 characters of base64 (recorded). */
export function newGatewayKey(): string {
  return randomBytes(64).toString("base64");
}

function compareWith(call: OperationCall, gateway: GatewayRecord | undefined): void {
  const current = gateway === undefined ? undefined : gatewayEntityTag(gateway.revision);
  compareIfMatch({ request: call.request, current });
}

/** Gateway_CreateOrUpdate. If-Match is optional, also for an update (published facts). */
export function createOrUpdateGateway(call: OperationCall): Answer {
  const { state } = call.emulator;
  const { service, key, gateway: existing } = findGateway(call);
  const settings = readGatewaySettings(readJsonObject(call.request));
  compareWith(call, existing);
  if (existing === undefined) checkRoomForGateway(service, state);
  const gateway: GatewayRecord = {
    name: existing?.name ?? named(call, "gatewayId"),
    keys: existing?.keys ?? { primary: newGatewayKey(), secondary: newGatewayKey() },
    ...settings,
    revision: state.nextGatewayRevision(existing?.revision),
  };
  service.gateways.set(key, gateway);
  const status = existing === undefined ? 201 : 200;
  return entityAnswer(status, gatewayEntityTag(gateway.revision), gatewayContract(service, gateway, null));
}

/** Gateway_Get. */
export function getGateway(call: OperationCall): Answer {
  const { service, gateway } = requireGateway(call);
  return entityAnswer(200, gatewayEntityTag(gateway.revision), gatewayContract(service, gateway, []));
}

/** Gateway_GetEntityTag. */
export function headGateway(call: OperationCall): Answer {
  const { gateway } = requireGateway(call);
  return { status: 200, headers: { ETag: gatewayEntityTag(gateway.revision) } };
}

/** Gateway_Update. Unchanged values keep the ETag (recorded). */
export function updateGateway(call: OperationCall): Answer {
  const { service, gateway } = requireGateway(call);
  const settings = readGatewaySettings(readJsonObject(call.request), gateway);
  requireIfMatch(call.request, call.emulator.lenient);
  compareWith(call, gateway);
  const before = JSON.stringify([gateway.description, gateway.locationData]);
  if (JSON.stringify([settings.description, settings.locationData]) !== before) {
    Object.assign(gateway, settings, { revision: call.emulator.state.nextGatewayRevision(gateway.revision) });
  }
  return entityAnswer(200, gatewayEntityTag(gateway.revision), gatewayContract(service, gateway, null));
}

/** Gateway_Delete: 204 when it was not there (recorded with If-Match `*`; with any other value assumed). */
export function deleteGateway(call: OperationCall): Answer {
  const { service, key, gateway } = findGateway(call);
  requireIfMatch(call.request, call.emulator.lenient);
  if (gateway === undefined) return { status: 204 };
  compareWith(call, gateway);
  service.gateways.delete(key);
  return { status: 200 };
}

const filterFields = { name: "text", region: "text", description: "text" } as const;

/** Gateway_ListByService. `region` in a filter is the location's name (assumed: no field is called so). */
export function listGateways(call: OperationCall): Answer {
  const service = call.emulator.state.requireService(call.names);
  checkGatewayTier(service);
  const rows = [...service.gateways.values()].map((gateway) => ({
    fields: {
      name: gateway.name,
      region: gateway.locationData?.name ?? "",
      description: gateway.description ?? "",
    },
    body: gatewayContract(service, gateway, []),
  }));
  return listPage(call.request, { rows, filterFields });
}
