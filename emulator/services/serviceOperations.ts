import type { Answer } from "../arm/answer";
import { readJsonObject } from "../arm/requestBody";
import { named, type OperationCall } from "../server/operation";
import { serviceKey, type ServiceRecord } from "../state/emulatorState";
import { withSevenDecimals } from "../emulatorClock";
import { identitiesOf } from "../keyVault/serviceIdentities";
import { patchServiceSettings, readServiceSettings } from "./serviceBody";
import { serviceContract } from "./serviceContract";

/** ApiManagementService_CreateOrUpdate. Azure takes half an hour over it; here it is done at once (assumed: no long-running operation). */
export function createOrUpdateService(call: OperationCall): Answer {
  const { state, clock, tenantId } = call.emulator;
  const { identity, ...settings } = readServiceSettings(readJsonObject(call.request));
  const existing = state.findService(call.names);
  if (existing !== undefined) {
    Object.assign(existing, settings, {
      identities: identitiesOf(identity, existing),
      revision: state.nextServiceRevision(),
    });
    return { status: 200, body: serviceContract(existing, tenantId) };
  }
  const name = named(call, "serviceName");
  const service: ServiceRecord = {
    subscriptionId: named(call, "subscriptionId"),
    resourceGroupName: named(call, "resourceGroupName"),
    name,
    createdAt: withSevenDecimals(clock.now()),
    ...settings,
    identities: identitiesOf(identity, { name, identities: [] }),
    revision: state.nextServiceRevision(),
    certificates: new Map(),
    gateways: new Map(),
  };
  state.services.set(serviceKey(call.names), service);
  return { status: 201, body: serviceContract(service, tenantId) };
}

/** ApiManagementService_Get. */
export function getService(call: OperationCall): Answer {
  return { status: 200, body: serviceContract(call.emulator.state.requireService(call.names), call.emulator.tenantId) };
}

/** ARM's existence check, which the service's own spec does not list: 204 when it is there (assumed). */
export function headService(call: OperationCall): Answer {
  call.emulator.state.requireService(call.names);
  return { status: 204 };
}

/** ApiManagementService_Update. */
export function updateService(call: OperationCall): Answer {
  const { state, tenantId } = call.emulator;
  const service = state.requireService(call.names);
  const { identity, ...settings } = patchServiceSettings(readJsonObject(call.request), service);
  Object.assign(service, settings, {
    identities: identity === undefined ? service.identities : identitiesOf(identity, service),
    revision: state.nextServiceRevision(),
  });
  return { status: 200, body: serviceContract(service, tenantId) };
}

/** ApiManagementService_Delete; done at once, and without Azure's soft delete (assumed). */
export function deleteService(call: OperationCall): Answer {
  const existed = call.emulator.state.services.delete(serviceKey(call.names));
  return { status: existed ? 200 : 204 };
}
