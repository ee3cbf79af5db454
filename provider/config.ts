import { parseDuration, addDuration } from "./duration";
import type { ConfigReader, Environment } from "./configReader";
import { parseEmulatorUrl } from "./emulatorUrl";
import { ConfigurationError } from "./errors";
import { readAzureCliProfile } from "./signIn/azureCliProfile";
import { readSignInSettings, type SignInSettings } from "./signIn/settings";

/** Everything the REST adapter can be told, validated. Never to be printed: it holds secrets. */
export interface Settings {
  /** `api-version` of every request. */
  readonly apiVersion: string;
  /** How many requests may be under way at a time, for one API Management service. */
  readonly maxConcurrentRequests: number;
  /** How long one call may be repeated, in all. */
  readonly retryTimeoutMs: number;
  /** How long to wait for Key Vault access that has not arrived. */
  readonly keyVaultAccessTimeoutMs: number;
  /** Where the emulator listens, without a trailing slash. Set: nothing goes to Azure and nobody signs in. */
  readonly emulatorUrl?: string;
  readonly signIn: SignInSettings;
}

const OWN = "apim-credentials";
const DAY_MS = 86_400_000;
const EMULATOR_SUBSCRIPTION_ID = "00000000-0000-0000-0000-000000000000";
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads all settings from the stack's configuration and the environment.
 *
 * @throws ConfigurationError naming the setting, what was found, and what to write instead.
 */
export function readSettings(config: ConfigReader, env: Environment = process.env): Settings {
  const emulatorUrl = readEmulatorUrl(config, env);
  return {
    apiVersion: readApiVersion(config),
    maxConcurrentRequests: readWholeNumber(config, "maxConcurrentRequests", { fallback: 10, maximum: 100 }),
    retryTimeoutMs: readDurationMs(config, "retryTimeout", "PT10M"),
    keyVaultAccessTimeoutMs: readDurationMs(config, "keyVaultAccessTimeout", "PT5M"),
    ...(emulatorUrl !== undefined && { emulatorUrl }),
    signIn: readSignInSettings(config, env),
  };
}

/**
 * The subscription of resources that name none: `azure-native:subscriptionId`, ARM_SUBSCRIPTION_ID, then the one that is the default
 * in the Azure CLI's profile file. With the emulator and none of these, an id of zeros. Asks nobody.
 *
 * @throws ConfigurationError when there is none, or it is not a subscription's id.
 */
export function resolveSubscriptionId(config: ConfigReader, env: Environment = process.env): string {
  const { subscriptionId: configured } = readSignInSettings(config, env);
  const subscriptionId = configured ?? readAzureCliProfile(env).find(({ isDefault }) => isDefault)?.id;
  if (subscriptionId === undefined) {
    if (readEmulatorUrl(config, env) !== undefined) return EMULATOR_SUBSCRIPTION_ID;
    throw new ConfigurationError(
      "No subscription is known. Set `subscriptionId` on the resource, run `pulumi config set azure-native:subscriptionId …`, set ARM_SUBSCRIPTION_ID, or sign in with `az login`.",
    );
  }
  if (GUID.test(subscriptionId)) return subscriptionId;
  throw new ConfigurationError(
    `The subscription ${JSON.stringify(subscriptionId)} (from azure-native:subscriptionId, ARM_SUBSCRIPTION_ID or the Azure CLI) is not a subscription's id, such as 11111111-2222-3333-4444-555555555555.`,
  );
}

/** The emulator's address from `apim-credentials:emulatorUrl` or APIM_EMULATOR_URL; undefined when requests go to Azure. */
function readEmulatorUrl(config: ConfigReader, env: Environment): string | undefined {
  const configured = config.get(`${OWN}:emulatorUrl`);
  if (configured) return parseEmulatorUrl(configured, `${OWN}:emulatorUrl`);
  const fromEnvironment = env.APIM_EMULATOR_URL;
  return fromEnvironment ? parseEmulatorUrl(fromEnvironment, "APIM_EMULATOR_URL") : undefined;
}

function readApiVersion(config: ConfigReader): string {
  const text = config.get(`${OWN}:apiVersion`) ?? "2021-08-01";
  if (/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(text)) return text;
  throw wrong("apiVersion", text, "a version of the API Management REST API such as 2021-08-01 or 2024-05-01");
}

function readWholeNumber(config: ConfigReader, name: string, limits: { fallback: number; maximum: number }): number {
  const text = config.get(`${OWN}:${name}`);
  if (text === undefined) return limits.fallback;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= limits.maximum) return number;
  throw wrong(name, text, `a whole number from 1 to ${limits.maximum}`);
}

function readDurationMs(config: ConfigReader, name: string, fallback: string): number {
  const text = config.get(`${OWN}:${name}`) ?? fallback;
  const duration = parseDuration(text);
  const milliseconds = duration ? addDuration(new Date(0), duration).getTime() : 0;
  if (milliseconds >= 1000 && milliseconds <= DAY_MS) return milliseconds;
  throw wrong(name, text, `an ISO 8601 duration from PT1S to P1D, such as ${fallback}`);
}

function wrong(name: string, text: string, wanted: string): ConfigurationError {
  const setting = `${OWN}:${name}`;
  return new ConfigurationError(
    `The setting ${setting} is ${JSON.stringify(text)}, but must be ${wanted}. Set it with \`pulumi config set ${setting} …\`, or remove it with \`pulumi config rm ${setting}\`.`,
  );
}
