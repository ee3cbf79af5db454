import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../configReader";

/** A subscription that the Azure CLI is signed in to. */
export interface CliSubscription {
  readonly id: string;
  readonly isDefault: boolean;
  /** `AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud`. */
  readonly environmentName: string | undefined;
}

/**
 * The subscriptions in the Azure CLI's profile file, which `az login` and `az account set` keep.
 *
 * @returns an empty list when there is no such file or it cannot be read: then nobody is signed in with the Azure CLI.
 */
export function readAzureCliProfile(env: Environment): readonly CliSubscription[] {
  try {
    const folder =
      env.AZURE_CONFIG_DIR === undefined || env.AZURE_CONFIG_DIR === ""
        ? join(homedir(), ".azure")
        : env.AZURE_CONFIG_DIR;
    const path = join(folder, "azureProfile.json");
    // The Azure CLI writes it with a byte order mark.
    const profile: unknown = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    return subscriptionsOf(profile);
  } catch {
    return [];
  }
}

function subscriptionsOf(profile: unknown): readonly CliSubscription[] {
  const { subscriptions } = profile as { subscriptions?: unknown };
  if (!Array.isArray(subscriptions)) return [];
  return (subscriptions as Partial<Record<string, unknown>>[]).flatMap(({ id, isDefault, environmentName, state }) =>
    typeof id === "string" && (state === undefined || state === "Enabled")
      ? [
          {
            id,
            isDefault: isDefault === true,
            environmentName: typeof environmentName === "string" ? environmentName : undefined,
          },
        ]
      : [],
  );
}
