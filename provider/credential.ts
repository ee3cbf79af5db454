import type { Authorization } from "./arm/authorization";
import type { Time } from "./arm/requestGate";
import type { Transport } from "./arm/transport";
import type { Environment } from "./configReader";
import { AuthenticationError } from "./errors";
import { loadPart } from "./loadPart";
import type { Asking } from "./signIn/askWithRetries";
import { readAzureCliProfile } from "./signIn/azureCliProfile";
import { chooseCloud, type Cloud } from "./signIn/cloud";
import { readCloudMetadata } from "./signIn/cloudMetadata";
import { chooseMethod, type SignInChoice } from "./signIn/chooseMethod";
import type * as credentials from "./signIn/createCredential";
import type { SignInSettings } from "./signIn/settings";
import { signInError } from "./signIn/signInError";
import { TokenAuthorization } from "./signIn/tokenAuthorization";

/** What sign-in needs besides its settings. */
export interface SignInContext {
  readonly transport: Transport;
  readonly env: Environment;
  readonly time: Time;
}

/**
 * Settles which cloud is meant and how to sign in to it. No token is asked for yet.
 *
 * @throws ConfigurationError when the cloud is not known; AuthenticationError when the chosen method lacks a setting.
 */
export async function connectToAzure(
  settings: SignInSettings,
  { transport, env, time }: SignInContext,
): Promise<{ endpoint: string; authorization: Authorization }> {
  const choice = chooseMethod(settings);
  if (choice.missing.length > 0) {
    throw new AuthenticationError(
      `Sign-in ${choice.words} was chosen because ${choice.because}, but there is no ${choice.missing.join(", and no ")}. Set it with \`pulumi config set azure-native:…\` or by the variable.`,
      { code: `sign-in-${choice.method}`, operation: "sign-in" },
    );
  }
  const cloud = await findCloud(settings, {
    asking: { transport, time },
    cliEnvironment: cliEnvironment(choice, settings, env),
  });
  const authorization = new TokenAuthorization({
    // Loaded with the first token: `@azure/identity` takes longer to load than a token takes to come.
    createCredential: () => {
      const { createCredential } = loadPart("./signIn/createCredential.js") as typeof credentials;
      return createCredential({ choice, settings, cloud, time });
    },
    scope: cloud.scope,
    toError: (failure) => signInError(choice, settings, failure),
    now: time.now,
  });
  return { endpoint: cloud.resourceManager, authorization };
}

function findCloud(
  { metadataHost, environment }: SignInSettings,
  { asking, cliEnvironment }: { asking: Asking; cliEnvironment: string | undefined },
): Promise<Cloud> | Cloud {
  if (metadataHost !== undefined) return readCloudMetadata(asking, { metadataHost, environment });
  return chooseCloud(environment, cliEnvironment);
}

// A token from the Azure CLI is for the cloud it is signed in to.
function cliEnvironment(
  { method }: SignInChoice,
  { subscriptionId }: SignInSettings,
  env: Environment,
): string | undefined {
  if (method !== "azure-cli") return undefined;
  const subscriptions = readAzureCliProfile(env);
  const wanted = subscriptions.find(({ id }) => id.toLowerCase() === subscriptionId?.toLowerCase());
  return (wanted ?? subscriptions.find(({ isDefault }) => isDefault))?.environmentName;
}
