import type { SignInSettings } from "./settings";

/** The ways to sign in. */
export type SignInMethod =
  "default-azure-credential" | "client-certificate" | "client-secret" | "oidc" | "managed-identity" | "azure-cli";

/** Which way was chosen, and why; said when it fails. */
export interface SignInChoice {
  readonly method: SignInMethod;
  /** In words that follow "sign-in": `with a client secret`. */
  readonly words: string;
  readonly because: string;
  /** What would have been chosen before this, had it been set. */
  readonly notConfigured: readonly string[];
  /** Settings that the method needs and that are not there. */
  readonly missing: readonly string[];
}

interface Method {
  readonly method: SignInMethod;
  readonly words: string;
  readonly setting: string;
  readonly isConfigured: (settings: SignInSettings) => boolean;
  readonly missing: (settings: SignInSettings) => readonly string[];
}

const NOTHING = (): readonly string[] => [];

// azure-native's order. The first configured method is the only one: trying on could sign in as somebody else.
const METHODS: readonly Method[] = [
  {
    method: "default-azure-credential",
    words: "with DefaultAzureCredential",
    setting: "useDefaultAzureCredential (ARM_USE_DEFAULT_AZURE_CREDENTIAL)",
    isConfigured: (settings) => settings.useDefaultAzureCredential,
    missing: NOTHING,
  },
  {
    method: "client-certificate",
    words: "as a service principal with a certificate",
    setting: "clientCertificatePath (ARM_CLIENT_CERTIFICATE_PATH)",
    isConfigured: (settings) => settings.clientCertificatePath !== undefined,
    missing: missingPrincipal,
  },
  {
    method: "client-secret",
    words: "as a service principal with a secret",
    setting: "clientSecret (ARM_CLIENT_SECRET)",
    isConfigured: (settings) => settings.clientSecret !== undefined,
    missing: missingPrincipal,
  },
  {
    method: "oidc",
    words: "with OIDC",
    setting: "useOidc (ARM_USE_OIDC)",
    isConfigured: (settings) => settings.useOidc,
    missing: (settings) => [...missingPrincipal(settings), ...missingOidcToken(settings)],
  },
  {
    method: "managed-identity",
    words: "as a managed identity",
    setting: "useMsi (ARM_USE_MSI)",
    isConfigured: (settings) => settings.useMsi,
    missing: NOTHING,
  },
];

/** Chooses how to sign in: the first method that is configured, else the Azure CLI. */
export function chooseMethod(settings: SignInSettings): SignInChoice {
  const index = METHODS.findIndex(({ isConfigured }) => isConfigured(settings));
  const chosen = METHODS[index];
  const notConfigured = METHODS.slice(0, chosen ? index : METHODS.length).map(({ setting }) => setting);
  if (!chosen) {
    const because = "nothing else is configured";
    return { method: "azure-cli", words: "with the Azure CLI", because, notConfigured, missing: [] };
  }
  const { method, words, setting } = chosen;
  return { method, words, because: `${setting} is set`, notConfigured, missing: chosen.missing(settings) };
}

function missingPrincipal({ tenantId, clientId }: SignInSettings): readonly string[] {
  return [
    ...(tenantId === undefined ? ["tenantId (ARM_TENANT_ID)"] : []),
    ...(clientId === undefined ? ["clientId (ARM_CLIENT_ID)"] : []),
  ];
}

function missingOidcToken(settings: SignInSettings): readonly string[] {
  const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken } = settings;
  const canRequest = oidcRequestUrl !== undefined && oidcRequestToken !== undefined;
  if (oidcToken !== undefined || oidcTokenFilePath !== undefined || canRequest) return [];
  return [
    "oidcToken (ARM_OIDC_TOKEN), or oidcTokenFilePath (ARM_OIDC_TOKEN_FILE_PATH), or oidcRequestUrl with oidcRequestToken (in GitHub Actions: `permissions: id-token: write`)",
  ];
}
