import { ArgumentReader } from "../argumentReader";
import type { KeyType } from "../apim/contracts";
import { gatewayResourceId } from "../apim/resourceId";
import { addDuration, type Duration } from "../duration";
import { readDuration } from "../durationArgument";
import { checkGatewayPlace, GATEWAY_ADDRESS } from "../gatewayPlace";
import type { CheckAnswer, Host, Properties } from "../host";
import { movedArguments } from "../place";
import { quoted } from "../quoted";
import { changedTriggers } from "../triggers";
import { isUnknown, UNKNOWN } from "../unknown";
import { expiryOf, latestExpiry, renewalOf } from "./expiry";
import { asInputs, type TokenInputs } from "./state";

interface Periods {
  readonly validFor: Duration;
  readonly renewBefore: Duration;
}

/** Plans the token's expiry, so that preview shows whether a new one will be issued, and until when it is valid. */
export async function check(host: Host, olds: Properties, news: Properties): Promise<CheckAnswer> {
  const reader = new ArgumentReader(news);
  const address = checkGatewayPlace({ host, reader, olds, news });
  const keyType = reader.requiredString("keyType", keyTypeProblem) as KeyType;
  const periods = readPeriods(reader, host.now());
  const { triggers } = news;
  const [validFor, renewBefore, urn] = ["validFor", "renewBefore", "__urn"].map((argument) => reader.string(argument));
  const inputs = { ...address, keyType, validFor, renewBefore, triggers, __urn: urn, changedOutside: false };
  if (reader.failures.length > 0) return { inputs, failures: reader.failures };
  const stored = isSameGateway(olds, inputs) ? asInputs(olds) : undefined;
  if (periods === undefined || (stored !== undefined && isUnknown([keyType, triggers]))) {
    return { inputs: { ...inputs, expiresAt: UNKNOWN }, failures: [] };
  }
  const reason = stored === undefined ? undefined : renewalReason(host.now(), { stored, inputs, periods });
  const expiresAt =
    stored !== undefined && reason === undefined ? stored.expiresAt : expiryOf(host.now(), periods.validFor);
  await sayRenewal(host, { ...inputs, expiresAt }, { stored, reason });
  return { inputs: { ...inputs, expiresAt }, failures: [] };
}

function keyTypeProblem(value: string): string | undefined {
  if (value === "primary" || value === "secondary") return undefined;
  return `must be "primary" or "secondary" (give it rotation.activeKeyType), found ${quoted(value)}`;
}

function readPeriods(reader: ArgumentReader, now: Date): Periods | undefined {
  const validFor = readDuration(reader, "validFor", "P29D");
  const renewBefore = readDuration(reader, "renewBefore", "P7D");
  if (validFor === undefined || renewBefore === undefined) return undefined;
  const expiry = addDuration(now, validFor);
  if (expiry > latestExpiry(now)) {
    return reader.fail(
      "validFor",
      "is longer than 30 days, which is Azure's limit for a gateway token; give P30D or less",
    );
  }
  if (renewalOf(expiry.toISOString(), renewBefore) > now) return { validFor, renewBefore };
  return reader.fail(
    "renewBefore",
    "must be shorter than validFor, else every run would issue a new token; the defaults are P7D and P29D",
  );
}

function isSameGateway(olds: Properties, inputs: Properties): boolean {
  if (typeof olds.gatewayId !== "string" || typeof olds.expiresAt !== "string" || isUnknown(olds.expiresAt))
    return false;
  return movedArguments(gatewayResourceId(asInputs(olds)), inputs, GATEWAY_ADDRESS).length === 0;
}

/** Why a new token is needed; undefined when the stored one goes on. */
function renewalReason(
  now: Date,
  { stored, inputs, periods }: { stored: TokenInputs; inputs: Omit<TokenInputs, "expiresAt">; periods: Periods },
): string | undefined {
  if (stored.changedOutside) return "the key behind the old one was regenerated";
  if (stored.keyType !== inputs.keyType) return `keyType is now ${inputs.keyType}`;
  if (changedTriggers(stored.triggers, inputs.triggers).length > 0) return "a trigger changed";
  if (new Date(stored.expiresAt) <= now)
    return `the old one EXPIRED on ${stored.expiresAt}: gateways that still use it are cut off`;
  return renewalOf(stored.expiresAt, periods.renewBefore) <= now
    ? `the old one expires on ${stored.expiresAt}`
    : undefined;
}

async function sayRenewal(
  host: Host,
  inputs: TokenInputs,
  { stored, reason }: { stored: TokenInputs | undefined; reason: string | undefined },
): Promise<void> {
  if (stored === undefined || reason === undefined) return;
  const expired = new Date(stored.expiresAt) <= host.now();
  await host.say({
    severity: expired ? "warning" : "info",
    urn: inputs.__urn,
    text: `gateway "${inputs.gatewayId}": issues a new token, valid until ${inputs.expiresAt} (${reason}). Deploy it to its consumers.`,
  });
}
