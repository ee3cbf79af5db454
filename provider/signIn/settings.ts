import type { ConfigReader, Environment } from "../configReader";
import { ConfigurationError } from "../errors";

/** azure-native's sign-in settings, as found. Never to be printed: it holds secrets. */
export interface SignInSettings {
  /** Only where configured: not the one from the Azure CLI's profile. */
  readonly subscriptionId?: string;
  readonly tenantId?: string;
  readonly auxiliaryTenantIds: readonly string[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clientCertificatePath?: string;
  readonly clientCertificatePassword?: string;
  readonly useOidc: boolean;
  readonly oidcAudience?: string;
  readonly oidcToken?: string;
  readonly oidcTokenFilePath?: string;
  readonly oidcRequestUrl?: string;
  readonly oidcRequestToken?: string;
  readonly useMsi: boolean;
  readonly useDefaultAzureCredential: boolean;
  readonly disableInstanceDiscovery: boolean;
  readonly environment?: string;
  readonly metadataHost?: string;
}

// Configuration key, then the variables asked after it, in azure-native's order.
const SOURCES = {
  subscriptionId: ["ARM_SUBSCRIPTION_ID"],
  tenantId: ["ARM_TENANT_ID"],
  clientId: ["ARM_CLIENT_ID"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
  oidcAudience: ["ARM_OIDC_AUDIENCE"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  environment: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
  metadataHost: ["ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST"],
} as const;

/**
 * Reads azure-native's settings: `azure-native:<name>` first, then the variables.
 *
 * @throws ConfigurationError when `auxiliaryTenantIds` is not a JSON list of strings.
 */
export function readSignInSettings(config: ConfigReader, env: Environment): SignInSettings {
  const read = (name: string, variables: readonly string[]): string | undefined => {
    const values = [config.get(`azure-native:${name}`), ...variables.map((variable) => env[variable])];
    return values.find((value) => value !== undefined && value !== "");
  };
  // Exactly "true", as azure-native has it: a generous reading could sign in as somebody else.
  const isTrue = (name: string, variable: string): boolean => read(name, [variable]) === "true";
  const texts = Object.fromEntries(
    Object.entries(SOURCES).flatMap(([name, variables]) => {
      const value = read(name, variables);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Partial<Record<keyof typeof SOURCES, string>>;
  return {
    ...texts,
    auxiliaryTenantIds: readList(read("auxiliaryTenantIds", ["ARM_AUXILIARY_TENANT_IDS"])),
    useOidc: isTrue("useOidc", "ARM_USE_OIDC"),
    useMsi: isTrue("useMsi", "ARM_USE_MSI"),
    useDefaultAzureCredential: isTrue("useDefaultAzureCredential", "ARM_USE_DEFAULT_AZURE_CREDENTIAL"),
    disableInstanceDiscovery: isTrue("disableInstanceDiscovery", "ARM_DISABLE_INSTANCE_DISCOVERY"),
  };
}

function readList(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // Said below, with the setting's name.
  }
  throw new ConfigurationError(
    `The setting azure-native:auxiliaryTenantIds (or ARM_AUXILIARY_TENANT_IDS) is ${JSON.stringify(text)}, but must be a JSON list of tenant ids, such as ["11111111-2222-3333-4444-555555555555"].`,
  );
}
