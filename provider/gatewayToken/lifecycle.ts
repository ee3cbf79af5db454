import { gateways } from "../apim/gateways";
import { undefinedWhenGone } from "../apim/gone";
import { gatewayResourceId, parseResourceId } from "../apim/resourceId";
import { GATEWAY_ADDRESS } from "../gatewayPlace";
import type { Change, DiffAnswer, Host, Lifecycle, Properties, ReadAnswer, Stored } from "../host";
import { movedArguments } from "../place";
import { changedTriggers } from "../triggers";
import { sayWaits } from "../waitMessages";
import { check } from "./check";
import { asInputs, asState, driftedInputs, stateOf, type TokenInputs } from "./state";

function diff({ id, state, inputs }: Change): DiffAnswer {
  const replaces = movedArguments(id, inputs, GATEWAY_ADDRESS);
  if (replaces.length > 0) return { changes: true, replaces };
  const [stored, wanted] = [asState(state), asInputs(inputs)];
  // Two tokens issued within an hour may bear the same expiry: a changed trigger counts by itself.
  const differs = stored.expiresAt !== wanted.expiresAt || stored.keyType !== wanted.keyType;
  return { changes: differs || stored.changedOutside || changedTriggers(stored.triggers, wanted.triggers).length > 0 };
}

async function issue(host: Host, id: string, inputs: TokenInputs): Promise<Properties> {
  const onWait = sayWaits(host, { name: `gateway "${gatewayOf(id)}"`, urn: inputs.__urn });
  const { keyType, expiresAt: expiry } = inputs;
  return stateOf(inputs, await gateways.generateToken({ client: host.arm(), resourceId: id, keyType, expiry, onWait }));
}

async function create(host: Host, properties: Properties): Promise<Stored> {
  const inputs = asInputs(properties);
  const id = gatewayResourceId(inputs);
  return { id, state: await issue(host, id, inputs) };
}

function update(host: Host, { id, inputs }: Change): Promise<Properties> {
  return issue(host, id, asInputs(inputs));
}

/** Azure's tokens are deterministic: another answer for the same key and expiry means that the key was regenerated. */
async function read(host: Host, { id, state }: Stored): Promise<ReadAnswer | undefined> {
  const stored = asState(state);
  const { keyType, expiresAt: expiry } = stored;
  const onWait = sayWaits(host, { name: `gateway "${gatewayOf(id)}"` });
  const token = await gateways
    .generateToken({ client: host.arm(), resourceId: id, keyType, expiry, onWait })
    .catch(undefinedWhenGone);
  if (token === undefined) return undefined;
  if (token === stored.token) return { state };
  const found = { ...stored, changedOutside: true };
  const text = `gateway "${gatewayOf(id)}": the ${keyType} key was regenerated, so the stored token no longer works; the next up issues a new one.`;
  await host.say({ severity: "warning", text });
  return { state: found, inputs: driftedInputs(id, found) };
}

async function remove(host: Host, { id, state }: Stored): Promise<void> {
  const { keyType, expiresAt } = asState(state);
  const text =
    `gateway "${gatewayOf(id)}": the token is forgotten, nothing was sent. Azure cannot revoke a token: it works until ${expiresAt}, ` +
    `unless the ${keyType} key is regenerated.`;
  await host.say({ severity: "info", text });
}

function gatewayOf(id: string): string {
  return parseResourceId(id).gatewayId ?? id;
}

/** The life of a gateway token, free of Pulumi. */
export const gatewayTokenLifecycle: Lifecycle = { check, diff, create, read, update, delete: remove };
