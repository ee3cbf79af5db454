// Shapes: what az, azapi and azurerm were seen to need. From 2022-09-01 on an object, an array before.
const objectSince = "2022-09-01";

/** `/metadata/endpoints`: a cloud whose every endpoint is this emulator. */
export function cloudMetadata(origin: string, apiVersion: string | undefined): unknown {
  const { hostname } = new URL(origin);
  const cloud = {
    portal: origin,
    authentication: {
      loginEndpoint: origin,
      audiences: [origin, `${origin}/`],
      tenant: "common",
      identityProvider: "AAD",
    },
    media: origin,
    graphAudience: `${origin}/`,
    graph: `${origin}/`,
    name: "ApimCredentialsEmulator",
    suffixes: {
      azureDataLakeStoreFileSystem: hostname,
      acrLoginServer: hostname,
      sqlServerHostname: hostname,
      azureDataLakeAnalyticsCatalogAndJob: hostname,
      keyVaultDns: hostname,
      storage: hostname,
      azureFrontDoorEndpointSuffix: hostname,
    },
    batch: `${origin}/`,
    resourceManager: `${origin}/`,
    vmImageAliasDoc: `${origin}/`,
    activeDirectoryDataLake: `${origin}/`,
    sqlManagement: `${origin}/`,
    microsoftGraphResourceId: `${origin}/`,
    appInsightsResourceId: `${origin}/`,
    appInsightsTelemetryChannelResourceId: `${origin}/`,
    attestationResourceId: `${origin}/`,
    synapseAnalyticsResourceId: `${origin}/`,
    logAnalyticsResourceId: `${origin}/`,
    ossrDbmsResourceId: `${origin}/`,
  };
  return apiVersion !== undefined && apiVersion.slice(0, 10) >= objectSince ? cloud : [cloud];
}

/** OpenID configuration of a tenant, as far as clients that sign in without a person read it. */
export function openIdConfiguration(origin: string, tenant: string, version: "v1" | "v2"): unknown {
  const path = version === "v2" ? "oauth2/v2.0" : "oauth2";
  return {
    token_endpoint: `${origin}/${tenant}/${path}/token`,
    authorization_endpoint: `${origin}/${tenant}/${path}/authorize`,
    device_authorization_endpoint: `${origin}/${tenant}/${path}/devicecode`,
    end_session_endpoint: `${origin}/${tenant}/${path}/logout`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    issuer: version === "v2" ? `${origin}/${tenant}/v2.0` : `${origin}/${tenant}/`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    response_types_supported: ["code", "id_token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "profile", "offline_access"],
  };
}

/** Instance discovery: the emulator's own host is its only cloud. */
export function instanceDiscovery(origin: string): unknown {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
