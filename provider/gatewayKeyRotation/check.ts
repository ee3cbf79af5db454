import { ArgumentReader } from "../argumentReader";
import { gatewayResourceId } from "../apim/resourceId";
import { readDuration } from "../durationArgument";
import { checkGatewayPlace, GATEWAY_ADDRESS, type GatewayAddress } from "../gatewayPlace";
import type { CheckAnswer, Host, Properties } from "../host";
import { movedArguments } from "../place";
import { quoted } from "../quoted";
import { isUnknown, UNKNOWN } from "../unknown";
import { sayPlan, sayUndecided } from "./messages";
import { planCreate, planUpdate, type Planned } from "./plan";
import { asInputs, type RotationInputs, type RotationKeyType, type UndecidedInputs } from "./state";
import type { KeyType } from "../apim/contracts";

/** Plans the coming rotation, so that preview says which key will be regenerated and why. */
export async function check(host: Host, olds: Properties, news: Properties): Promise<CheckAnswer> {
  const reader = new ArgumentReader(news);
  const address = checkGatewayPlace({ host, reader, olds, news });
  const keyType = oneOf<RotationKeyType>(reader, "keyType", ["primary", "secondary", "alternate"]);
  if (!reader.has("keyType")) reader.fail("keyType", 'is missing; give "primary", "secondary" or "alternate"');
  const initialKeyType = oneOf<KeyType>(reader, "initialKeyType", ["primary", "secondary"]);
  const rotateOnCreate = reader.boolean("rotateOnCreate");
  const every = readDuration(reader, "rotateEvery");
  const urn = reader.string("__urn");
  refuseSecondAlternate({ host, reader, address, keyType, urn });
  const declared = {
    ...address,
    keyType: keyType ?? "primary",
    initialKeyType,
    triggers: news.triggers,
    rotateEvery: reader.string("rotateEvery"),
    rotateOnCreate,
    __urn: urn,
  };
  if (reader.failures.length > 0) return { inputs: declared, failures: reader.failures };
  const before = asInputs(olds);
  const stored = isSameGateway(before, address) ? before : undefined;
  const regenerates = stored !== undefined || rotateOnCreate === true;
  if (isUnknown([keyType, declared.rotateEvery])) return undecided(host, declared, regenerates);
  const options = { ...declared, initialKeyType: keyInUse({ host, stored, address, urn }) ?? initialKeyType, every };
  const planned = stored === undefined ? planCreate(host.now(), options) : planUpdate(host.now(), options, stored);
  if (planned.rotation?.reason === "trigger" && isUnknown(declared.triggers)) {
    return undecided(host, declared, regenerates);
  }
  await sayPlanned(host, { ...declared, ...planned.plan }, { planned, quiet: news.__secretTriggers === true });
  return { inputs: { ...declared, ...planned.plan }, failures: [] };
}

/** A forced replacement is checked a second time without its old inputs: it must not regenerate the key in use. */
function keyInUse(call: {
  host: Host;
  stored: RotationInputs | undefined;
  address: GatewayAddress;
  urn: string | undefined;
}): KeyType | undefined {
  const { host, stored, address, urn } = call;
  if (urn === undefined || isUnknown(address)) return undefined;
  const rotation = `${urn} ${gatewayResourceId(address).toLowerCase()}`;
  if (stored !== undefined && !isUnknown(stored.activeKeyType))
    host.memory.activeKeyTypes.set(rotation, stored.activeKeyType);
  return host.memory.activeKeyTypes.get(rotation);
}

/** What decides about a regeneration is not known yet. */
async function undecided(host: Host, declared: UndecidedInputs, regenerates: boolean): Promise<CheckAnswer> {
  if (regenerates) await sayUndecided(host, declared);
  return { inputs: { ...declared, ...UNKNOWN_PLAN }, failures: [] };
}

async function sayPlanned(
  host: Host,
  inputs: RotationInputs,
  { planned, quiet }: { planned: Planned; quiet: boolean },
): Promise<void> {
  if (planned.rotation !== undefined)
    await sayPlan(host, inputs, quiet ? { ...planned.rotation, triggers: [] } : planned.rotation);
}

function oneOf<T extends string>(reader: ArgumentReader, argument: string, allowed: readonly T[]): T | undefined {
  const value = reader.string(argument);
  if (value === undefined || isUnknown(value) || allowed.includes(value as T)) return value as T | undefined;
  const choice = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(allowed.map(quoted));
  return reader.fail(argument, `must be ${choice}, found ${quoted(value)}`);
}

/** Two of them would each take the other's active key for the one not in use. */
function refuseSecondAlternate(call: {
  host: Host;
  reader: ArgumentReader;
  address: GatewayAddress;
  keyType: RotationKeyType | undefined;
  urn: string | undefined;
}): void {
  const { host, reader, address, keyType, urn } = call;
  if (keyType !== "alternate" || urn === undefined || isUnknown(address)) return;
  const gateway = gatewayResourceId(address).toLowerCase();
  const first = host.memory.alternateRotations.get(gateway) ?? urn;
  host.memory.alternateRotations.set(gateway, first);
  if (first === urn) return;
  const other = first.slice(first.lastIndexOf("::") + 2);
  reader.fail(
    "keyType",
    `gateway "${address.gatewayId}" has another "alternate" rotation in this program, "${other}"; keep one of the two`,
  );
}

function isSameGateway(before: Partial<RotationInputs>, address: GatewayAddress): before is RotationInputs {
  if (before.gatewayId === undefined || before.activeKeySince === undefined) return false;
  return movedArguments(gatewayResourceId(before as RotationInputs), { ...address }, GATEWAY_ADDRESS).length === 0;
}

/** What cannot be told yet; on create the keys are recorded whatever the triggers turn out to be. */
const UNKNOWN_PLAN = {
  activeKeyType: UNKNOWN,
  activeKeySince: UNKNOWN,
  rotationCount: UNKNOWN,
  lastRotatedKeyType: UNKNOWN,
  lastRotationReason: UNKNOWN,
  nextRotationAt: UNKNOWN,
  changedOutside: false,
};
