import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, resolveSubscriptionId } from "../../provider/config";
import type { ConfigReader } from "../../provider/configReader";

const reader = (values: Readonly<Record<string, string>> = {}): ConfigReader => ({ get: (key) => values[key] });
const configured = "11111111-2222-3333-4444-555555555555";
const fromVariable = "22222222-2222-3333-4444-555555555555";
const fromProfile = "33333333-2222-3333-4444-555555555555";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "azure-profile-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("readSettings", () => {
  it("defaults: the oldest api-version still served, ten requests, ten minutes, five minutes", () => {
    expect(readSettings(reader(), {})).toEqual({
      apiVersion: "2021-08-01",
      maxConcurrentRequests: 10,
      retryTimeoutMs: 600_000,
      keyVaultAccessTimeoutMs: 300_000,
      signIn: {
        auxiliaryTenantIds: [],
        useOidc: false,
        useMsi: false,
        useDefaultAzureCredential: false,
        disableInstanceDiscovery: false,
      },
    });
  });

  it("own settings: are read from apim-credentials", () => {
    const settings = readSettings(
      reader({
        "apim-credentials:apiVersion": "2024-06-01-preview",
        "apim-credentials:maxConcurrentRequests": "3",
        "apim-credentials:retryTimeout": "PT1H",
        "apim-credentials:keyVaultAccessTimeout": "PT90S",
        "apim-credentials:emulatorUrl": "http://127.0.0.1:8080/",
      }),
      { APIM_EMULATOR_URL: "http://127.0.0.1:1" },
    );
    expect(settings).toMatchObject({
      apiVersion: "2024-06-01-preview",
      maxConcurrentRequests: 3,
      retryTimeoutMs: 3_600_000,
      keyVaultAccessTimeoutMs: 90_000,
      emulatorUrl: "http://127.0.0.1:8080",
    });
  });

  it.each([
    ["apiVersion", "latest"],
    ["apiVersion", "2021-08"],
    ["maxConcurrentRequests", "0"],
    ["maxConcurrentRequests", "101"],
    ["maxConcurrentRequests", "ten"],
    ["maxConcurrentRequests", "2.5"],
    ["retryTimeout", "10m"],
    ["retryTimeout", "PT0S"],
    ["retryTimeout", "-PT5M"],
    ["retryTimeout", "P2D"],
    ["keyVaultAccessTimeout", "300"],
  ])("%s %j: is refused with the setting, what was found and what to do", (name, text) => {
    expect(() => readSettings(reader({ [`apim-credentials:${name}`]: text }), {})).toThrow(
      new RegExp(`apim-credentials:${name} is "${text}", but must be .*pulumi config set`),
    );
  });

  it.each([
    "http://127.0.0.1:8080",
    "https://127.0.0.1:8443",
    "http://localhost:1",
    "http://127.3.2.1:9",
    "http://[::1]:8080",
  ])("emulatorUrl %s: is this machine", (url) => {
    expect(readSettings(reader(), { APIM_EMULATOR_URL: url }).emulatorUrl).toBe(url);
  });

  it.each([
    "http://example.com:8080",
    "https://example.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com",
    "http://0.0.0.0:8080",
    "http://10.0.0.1:8080",
    "http://user:pw@127.0.0.1:8080",
    "http://127.0.0.1:8080/path",
    "ftp://127.0.0.1",
    "127.0.0.1:8080",
    "garbage",
  ])("emulatorUrl %s: is refused", (url) => {
    expect(() => readSettings(reader(), { APIM_EMULATOR_URL: url })).toThrow(/The setting APIM_EMULATOR_URL /);
  });

  it("azure-native's settings: configuration before variables, and an empty value is none", () => {
    const { signIn } = readSettings(
      reader({ "azure-native:tenantId": "configured", "azure-native:clientId": "", "azure-native:useMsi": "false" }),
      {
        ARM_TENANT_ID: "variable",
        ARM_CLIENT_ID: "variable",
        ARM_USE_MSI: "true",
        ARM_USE_OIDC: "1",
        ARM_AUXILIARY_TENANT_IDS: '["a","b"]',
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example",
        ARM_OIDC_REQUEST_TOKEN: "own",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "actions",
      },
    );
    expect(signIn).toMatchObject({
      tenantId: "configured",
      clientId: "variable",
      useMsi: false,
      // Only "true" turns a switch on, as in azure-native.
      useOidc: false,
      auxiliaryTenantIds: ["a", "b"],
      oidcRequestUrl: "https://actions.example",
      oidcRequestToken: "own",
    });
  });

  it.each(["tenant-1", "[1]", "{}"])("auxiliaryTenantIds %s: is refused", (text) => {
    expect(() => readSettings(reader({ "azure-native:auxiliaryTenantIds": text }), {})).toThrow(
      /JSON list of tenant ids/,
    );
  });
});

describe("resolveSubscriptionId", () => {
  const writeProfile = (profile: unknown): void =>
    writeFileSync(join(folder, "azureProfile.json"), `\uFEFF${JSON.stringify(profile)}`);
  const profile = {
    subscriptions: [
      { id: configured, isDefault: false, state: "Enabled" },
      { id: fromProfile, isDefault: true, state: "Enabled" },
    ],
  };

  it("order: configuration, then ARM_SUBSCRIPTION_ID, then the Azure CLI's default", () => {
    writeProfile(profile);
    const env = { AZURE_CONFIG_DIR: folder };
    const config = reader({ "azure-native:subscriptionId": configured });
    expect(resolveSubscriptionId(config, { ...env, ARM_SUBSCRIPTION_ID: fromVariable })).toBe(configured);
    expect(resolveSubscriptionId(reader(), { ...env, ARM_SUBSCRIPTION_ID: fromVariable })).toBe(fromVariable);
    expect(resolveSubscriptionId(reader(), env)).toBe(fromProfile);
  });

  it.each([
    ["no file", undefined],
    ["no default", { subscriptions: [{ id: configured, isDefault: false }] }],
    ["a disabled default", { subscriptions: [{ id: configured, isDefault: true, state: "Disabled" }] }],
    ["another shape", { subscriptions: "none" }],
    ["null", null],
  ])("the Azure CLI's profile with %s: no subscription is known", (_case, content) => {
    if (content !== undefined) writeProfile(content);
    expect(() => resolveSubscriptionId(reader(), { AZURE_CONFIG_DIR: folder })).toThrow(/No subscription is known/);
  });

  it("the emulator: zeros where nothing else is known", () => {
    const env = { AZURE_CONFIG_DIR: folder, APIM_EMULATOR_URL: "http://127.0.0.1:8080" };
    expect(resolveSubscriptionId(reader(), env)).toBe("00000000-0000-0000-0000-000000000000");
    expect(resolveSubscriptionId(reader(), { ...env, ARM_SUBSCRIPTION_ID: fromVariable })).toBe(fromVariable);
  });

  it("a name instead of an id: is refused", () => {
    expect(() => resolveSubscriptionId(reader({ "azure-native:subscriptionId": "Production" }), {})).toThrow(
      /"Production".*is not a subscription's id/,
    );
  });
});
