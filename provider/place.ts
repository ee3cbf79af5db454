import type { ArgumentReader } from "./argumentReader";
import { parseResourceId, type ServiceAddress } from "./apim/resourceId";
import { resourceGroupNameProblem, serviceNameProblem, subscriptionIdProblem } from "./apim/names";
import { ConfigurationError } from "./errors";
import type { Host, Properties } from "./host";
import { isUnknown } from "./unknown";

/** What `check` was given, and what collects the complaints. */
export interface CheckCall {
  readonly host: Host;
  readonly reader: ArgumentReader;
  readonly olds: Properties;
  readonly news: Properties;
}

export function checkPlace(call: CheckCall): ServiceAddress {
  return {
    subscriptionId: settleSubscription(call),
    resourceGroupName: call.reader.requiredString("resourceGroupName", resourceGroupNameProblem),
    serviceName: call.reader.requiredString("serviceName", serviceNameProblem),
  };
}

/** The subscription is settled when a resource is created and kept: another machine's default must not move anything. */
function settleSubscription({ host, reader, olds, news }: CheckCall): string {
  const urn = String(news.__urn);
  const settled =
    reader.string("subscriptionId", subscriptionIdProblem) ??
    text(olds.subscriptionId) ??
    host.memory.settledSubscriptions.get(urn) ??
    defaultSubscription(host, reader);
  host.memory.settledSubscriptions.set(urn, settled);
  return settled;
}

function defaultSubscription(host: Host, reader: ArgumentReader): string {
  try {
    return host.defaultSubscriptionId();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    reader.fail("subscriptionId", error.message);
    return "";
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;
}

/** The arguments in `names` that lead to another resource than `id`. Azure's names ignore letter case. */
export function movedArguments(id: string, inputs: Properties, names: readonly string[]): string[] {
  const place = parseResourceId(id) as unknown as Record<string, string | undefined>;
  return names.filter((name) => String(inputs[name]).toLowerCase() !== place[name]?.toLowerCase());
}
