import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ArmClient } from "./arm/client";
import type * as adapter from "./arm/createArmClient";
import { readSettings, resolveSubscriptionId } from "./config";
import type { ConfigReader } from "./configReader";
import { endWithEngine } from "./endWithEngine";
import type { Host } from "./host";
import { loadPart } from "./loadPart";
import { say } from "./progress";
import { createRunMemory } from "./runMemory";

const memory = createRunMemory();
let client: ArmClient | undefined;
let subscriptionId: string | undefined;
let endsWithEngine = false;

/** The host of Pulumi's provider process: one adapter, so one token and one set of connections, for all resources of a run. */
export function createHost(config: ConfigReader): Host {
  if (!endsWithEngine) endWithEngine();
  endsWithEngine = true;
  return {
    arm: () => (client ??= connect(config)),
    // Settled once: it may be read from the Azure CLI's profile, and every resource asks.
    defaultSubscriptionId: () => (subscriptionId ??= resolveSubscriptionId(config)),
    env: process.env,
    folder: process.cwd(),
    now: () => new Date(),
    sleep,
    say,
    memory,
  };
}

function connect(config: ConfigReader): ArmClient {
  const { createArmClient } = loadPart("./arm/createArmClient.js") as typeof adapter;
  return createArmClient(readSettings(config), { host: `Pulumi/${pulumiVersion()}` });
}

/** For the User-Agent: it tells Azure's support which Pulumi sent a request. */
function pulumiVersion(): string {
  const file = require.resolve("@pulumi/pulumi/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
