import type { ArmClient } from "../../provider/arm/client";
import { createArmClient } from "../../provider/arm/createArmClient";
import { readSettings } from "../../provider/config";
import type { Host, Message } from "../../provider/host";
import { createRunMemory } from "../../provider/runMemory";

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

export interface TestHost extends Host {
  readonly messages: Message[];
  /** The time of the host's clock. */
  time: Date;
  /** What happens while a lifecycle waits. */
  sleep: Host["sleep"];
  /** What happens between a run's check and its create or update. */
  afterCheck?: () => Promise<unknown>;
  /** Forgets what a provider process remembers: the next call belongs to another run. */
  nextRun(): void;
}

interface TestHostOptions {
  /** Requests go to this emulator. */
  readonly emulatorUrl?: string;
  readonly now?: string;
  readonly folder?: string;
  readonly env?: Record<string, string>;
}

/** The adapter's waits take no time, and yet its time passes. */
function timeThatFlies(): { clock: () => number; sleep: (ms: number) => Promise<void> } {
  let sleptMs = 0;
  return {
    clock: () => Date.now() + sleptMs,
    // Time passes while somebody sleeps, not before.
    sleep: async (ms) => {
      await new Promise(setImmediate);
      sleptMs += ms;
    },
  };
}

/** A host without an engine: messages are kept, time stands still, waiting takes no time. */
export function createTestHost(options: TestHostOptions = {}): TestHost {
  const { emulatorUrl, now = "2026-06-01T10:20:30Z", folder = process.cwd(), env = {} } = options;
  const config = { get: (key: string) => (key === "apim-credentials:emulatorUrl" ? emulatorUrl : undefined) };
  const messages: Message[] = [];
  let client: ArmClient | undefined;
  const host: TestHost & { memory: Host["memory"] } = {
    messages,
    time: new Date(now),
    memory: createRunMemory(),
    folder,
    env,
    nextRun: () => void (host.memory = createRunMemory()),
    arm: () => (client ??= createArmClient(readSettings(config, {}), timeThatFlies())),
    defaultSubscriptionId: () => SUBSCRIPTION,
    now: () => host.time,
    sleep: () => Promise.resolve(),
    say: (message) => {
      messages.push(message);
      return Promise.resolve();
    },
  };
  return host;
}
