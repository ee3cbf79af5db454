import { ConfigurationError } from "../errors";

/** Where a cloud's sign-in and resource manager are. */
export interface Cloud {
  readonly name: string;
  /** Without a trailing slash. */
  readonly authorityHost: string;
  /** Without a trailing slash; also the audience of its tokens. */
  readonly resourceManager: string;
  /** What tokens are asked for. */
  readonly scope: string;
  /** Microsoft's own directory of authorities knows it. */
  readonly isWellKnown: boolean;
}

const PUBLIC = wellKnown("AzureCloud", "https://login.microsoftonline.com", "https://management.azure.com");
const US_GOVERNMENT = wellKnown(
  "AzureUSGovernment",
  "https://login.microsoftonline.us",
  "https://management.usgovcloudapi.net",
);
const CHINA = wellKnown("AzureChinaCloud", "https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn");

// azure-native's names, and the Azure CLI's and the SDKs'.
const BY_NAME: Readonly<Record<string, Cloud>> = {
  public: PUBLIC,
  azurecloud: PUBLIC,
  azurepublic: PUBLIC,
  azurepubliccloud: PUBLIC,
  usgov: US_GOVERNMENT,
  usgovernment: US_GOVERNMENT,
  azureusgovernment: US_GOVERNMENT,
  azureusgovernmentcloud: US_GOVERNMENT,
  china: CHINA,
  azurechina: CHINA,
  azurechinacloud: CHINA,
};

/**
 * The cloud that the settings name: by `environment`, else the one that the Azure CLI is signed in to, else the public one.
 *
 * @throws ConfigurationError when a name is not known, or the configured cloud is not the Azure CLI's.
 */
export function chooseCloud(environment: string | undefined, cliEnvironment: string | undefined): Cloud {
  if (environment === undefined) {
    return cliEnvironment === undefined ? PUBLIC : named(cliEnvironment, "The Azure CLI's active cloud");
  }
  const cloud = named(environment, "The setting azure-native:environment (or ARM_ENVIRONMENT)");
  if (cliEnvironment === undefined || named(cliEnvironment, "The Azure CLI's active cloud") === cloud) return cloud;
  throw new ConfigurationError(
    `azure-native:environment (or ARM_ENVIRONMENT) is "${environment}", but the Azure CLI is signed in to ${cliEnvironment}. Run \`az cloud set --name ${cloud.name}\` and \`az login\`, or change the setting.`,
  );
}

function named(name: string, source: string): Cloud {
  const cloud = BY_NAME[name.toLowerCase()];
  if (cloud) return cloud;
  throw new ConfigurationError(
    `${source} is "${name}", which is not known: use public, usgovernment or china, or name a custom cloud by azure-native:metadataHost (ARM_METADATA_HOSTNAME).`,
  );
}

function wellKnown(name: string, authorityHost: string, resourceManager: string): Cloud {
  return { name, authorityHost, resourceManager, scope: `${resourceManager}/.default`, isWellKnown: true };
}
