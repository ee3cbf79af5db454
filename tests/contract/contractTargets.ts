import { readFileSync } from "node:fs";
import { ApiManagementClient } from "@azure/arm-apimanagement";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { ClientSecretCredential, type TokenCredential } from "@azure/identity";
import { ApiManagementClient as NewestClient } from "arm-apimanagement-newest";
import { EmulatorCaller } from "../support/emulator/emulatorCaller";

export const subscriptionId = "11111111-2222-4333-8444-555555555555";

/** An official client in front of a running emulator. */
export interface ContractTarget {
  readonly client: ApiManagementClient;
  readonly apiVersion: string;
  readonly caller: EmulatorCaller;
}

interface TargetDefinition {
  readonly name: string;
  readonly start: () => Promise<ContractTarget>;
}

/** The client itself never sends a bearer token over plain http; this puts one there. */
const fakeSignIn: PipelinePolicy = {
  name: "fakeSignIn",
  sendRequest: (request, next) => {
    request.allowInsecureConnection = true;
    request.headers.set("authorization", "Bearer fake");
    return next(request);
  },
};

const noCredential: TokenCredential = { getToken: () => Promise.resolve(null) };

type ClientClass = new (...args: ConstructorParameters<typeof ApiManagementClient>) => ApiManagementClient;

// The two generations have the same operations; only their private members differ, which is all that keeps the types apart.
const newestClient = NewestClient as unknown as ClientClass;

async function overHttp(Client: ClientClass, apiVersion: string): Promise<ContractTarget> {
  const caller = await EmulatorCaller.start();
  const client = new Client(noCredential, subscriptionId, { endpoint: caller.emulator.url });
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy(fakeSignIn);
  return { client, apiVersion, caller };
}

async function overTls(Client: ClientClass, apiVersion: string): Promise<ContractTarget> {
  const caller = await EmulatorCaller.start({ tls: true });
  const { url, tenantId, caFile = "" } = caller.emulator;
  const tlsOptions = { ca: readFileSync(caFile, "utf8") };
  const credential = new ClientSecretCredential(tenantId, "66666666-2222-4333-8444-555555555555", "any-secret", {
    authorityHost: url,
    disableInstanceDiscovery: true,
    ...{ tlsOptions },
  });
  return { client: new Client(credential, subscriptionId, { endpoint: url, ...{ tlsOptions } }), apiVersion, caller };
}

/** The oldest client of the current generation and the newest one, without and with real sign-in. */
export const targets: readonly TargetDefinition[] = [
  { name: "arm-apimanagement 8 over http", start: () => overHttp(ApiManagementClient, "2021-08-01") },
  { name: "arm-apimanagement 8 over TLS with identity", start: () => overTls(ApiManagementClient, "2021-08-01") },
  { name: "arm-apimanagement 10 over http", start: () => overHttp(newestClient, "2024-05-01") },
  { name: "arm-apimanagement 10 over TLS with identity", start: () => overTls(newestClient, "2024-05-01") },
];
