import type { Answer } from "../arm/answer";
import { servedApiVersions } from "../arm/apiVersions";
import { named, type OperationCall } from "../server/operation";

function subscription(subscriptionId: string, tenantId: string): Record<string, unknown> {
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName: "Emulated subscription",
    state: "Enabled",
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "PayAsYouGo_2014-09-01",
      spendingLimit: "Off",
    },
  };
}

/** Subscriptions_Get. Every subscription exists (assumed): there is nothing that creates one. */
export function getSubscription(call: OperationCall): Answer {
  return { status: 200, body: subscription(named(call, "subscriptionId"), call.emulator.tenantId) };
}

// `az login` gives up when there is none to choose.
const madeUpSubscriptionId = "00000000-0000-4000-8000-000000000002";

/** Subscriptions_List: those that hold a service, or a made-up one while there is no service (assumed). */
export function listSubscriptions({ emulator }: OperationCall): Answer {
  const used = new Set([...emulator.state.services.values()].map(({ subscriptionId }) => subscriptionId.toLowerCase()));
  const listed = used.size > 0 ? [...used] : [madeUpSubscriptionId];
  const value = listed.map((subscriptionId) => subscription(subscriptionId, emulator.tenantId));
  return { status: 200, body: { value, count: { type: "Total", value: value.length } } };
}

/** ResourceGroups_Get. Every resource group exists (assumed). */
export function getResourceGroup(call: OperationCall): Answer {
  const name = named(call, "resourceGroupName");
  return {
    status: 200,
    body: {
      id: `/subscriptions/${named(call, "subscriptionId")}/resourceGroups/${name}`,
      name,
      type: "Microsoft.Resources/resourceGroups",
      location: "westus",
      properties: { provisioningState: "Succeeded" },
    },
  };
}

function apiManagementProvider(subscriptionId: string): Record<string, unknown> {
  const resourceTypes = ["service", "service/certificates", "service/gateways"];
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement`,
    namespace: "Microsoft.ApiManagement",
    resourceTypes: resourceTypes.map((resourceType) => ({
      resourceType,
      locations: ["West US"],
      apiVersions: [...servedApiVersions].reverse(),
    })),
    registrationState: "Registered",
    registrationPolicy: "RegistrationRequired",
  };
}

/** Providers_Get for Microsoft.ApiManagement: what Terraform's providers ask before they begin. */
export function getProvider(call: OperationCall): Answer {
  return { status: 200, body: apiManagementProvider(named(call, "subscriptionId")) };
}

/** Providers_List. */
export function listProviders(call: OperationCall): Answer {
  return { status: 200, body: { value: [apiManagementProvider(named(call, "subscriptionId"))] } };
}
