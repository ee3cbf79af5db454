import { ArmRefusal, validationError } from "./armRefusal";

interface NameRule {
  readonly maxLength: number;
  readonly pattern?: RegExp;
}

/** Names of the spec's path parameters and their rules (spec 2021-08-01: apimanagement.json, parameters). */
const rules: Readonly<Record<string, NameRule>> = {
  serviceName: { maxLength: 50, pattern: /^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/ },
  certificateId: { maxLength: 80, pattern: /^[^*#&+:<>?]+$/ },
  gatewayId: { maxLength: 80 },
};

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function checkSubscriptionId(subscriptionId: string): void {
  if (!guid.test(subscriptionId)) {
    throw new ArmRefusal(400, {
      code: "InvalidSubscriptionId",
      message: `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
    });
  }
}

// ARM's published naming rules: 1 to 90 of letters, digits and ._-() and not ending in a full stop.
const resourceGroupPattern = /^[-\w.()]{0,89}[-\w()]$/u;

function checkResourceGroupName(resourceGroupName: string): void {
  if (!resourceGroupPattern.test(resourceGroupName)) {
    throw new ArmRefusal(400, {
      code: "InvalidResourceGroup",
      message: `The provided resource group name '${resourceGroupName}' has these invalid characters or an invalid length.`,
    });
  }
}

/** @throws ArmRefusal for the first name that breaks its rule. Code of the refusals: assumed, but for `managed`, which the spec forbids. */
export function checkNames(names: Readonly<Record<string, string>>): void {
  if (names.subscriptionId !== undefined) checkSubscriptionId(names.subscriptionId);
  if (names.resourceGroupName !== undefined) checkResourceGroupName(names.resourceGroupName);
  for (const [parameter, rule] of Object.entries(rules)) {
    const name = names[parameter];
    if (name === undefined) continue;
    if (name.length > rule.maxLength || rule.pattern?.test(name) === false) {
      throw validationError({ target: parameter, message: `'${name}' is not a valid ${parameter}.` });
    }
  }
  if (names.gatewayId?.toLowerCase() === "managed") {
    throw validationError({ target: "gatewayId", message: "Gateway id must not have value 'managed'." });
  }
}
