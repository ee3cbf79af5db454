// A process of its own, as Pulumi's provider process is one: trust in a CA and proxies are settled when Node starts.
import { certificates } from "../../../provider/apim/certificates";
import { createArmClient } from "../../../provider/arm/createArmClient";
import { readSettings } from "../../../provider/config";
import { isModuleLoaded } from "./loadedModules";

/** One use of the adapter: `env` is added to the process's own variables. */
export interface Scenario {
  readonly env: Readonly<Record<string, string>>;
  readonly resourceId: string;
  /** How many look-ups to make at the same time. */
  readonly requests: number;
}

/** What came of it. */
export interface ScenarioResult {
  readonly values?: readonly string[];
  readonly error?: { readonly name: string; readonly code: string; readonly message: string; readonly all: string };
  readonly identityWasLoaded: boolean;
}

async function runScenario({ env, resourceId, requests }: Scenario): Promise<ScenarioResult> {
  const settings = readSettings({ get: () => undefined }, { ...process.env, ...env });
  const client = createArmClient(settings, { env: { ...process.env, ...env } });
  try {
    const calls = Array.from({ length: requests }, () => certificates.getEntityTag({ client, resourceId }));
    const values = (await Promise.all(calls)).map(String);
    return { values, identityWasLoaded: isModuleLoaded("@azure/identity") };
  } catch (failure) {
    const { name, code, message } = failure as { name: string; code: string; message: string };
    const all = JSON.stringify(failure) + String((failure as Error).stack);
    return { error: { name, code, message, all }, identityWasLoaded: isModuleLoaded("@azure/identity") };
  }
}

async function main(): Promise<void> {
  const results: ScenarioResult[] = [];
  for (const scenario of JSON.parse(process.argv[2] ?? "[]") as Scenario[]) results.push(await runScenario(scenario));
  process.stdout.write(JSON.stringify(results));
}

void main();
