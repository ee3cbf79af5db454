import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import type { Step } from "../../scripts/pulumiRun/eventLog";
import type { Operation, OperationResult } from "../../scripts/pulumiRun/pulumiStack";
import { TestEmulator } from "./emulator";
import { createProject, type TestProject } from "./pulumi";

const HOUR_MS = 3_600_000;

/** What a run printed and did, and what it asked of Azure: `POST gateways/edge/listKeys 200`. */
export interface Observed extends OperationResult {
  readonly requests: readonly string[];
}

/** How one run is made. */
export interface Run extends Operation {
  /** How far the run's clock is ahead of the real one; the emulator's goes with it. @defaultValue 0 */
  readonly hoursLater?: number;
}

/** A user's project with the real CLI, the emulator in place of Azure, and the service `contoso` in it. */
export class StackScene {
  private constructor(
    readonly emulator: TestEmulator,
    readonly project: TestProject,
  ) {}

  static async start({ gateways }: { gateways: readonly string[] }): Promise<StackScene> {
    const emulator = await TestEmulator.start();
    try {
      await emulator.givenService({ gateways });
      const preload = join(checkout, "tests", "support", "clockPreload.cjs");
      const env = { APIM_EMULATOR_URL: emulator.url, NODE_OPTIONS: `--require "${preload}"` };
      return new StackScene(emulator, await createProject({ env }));
    } catch (error) {
      await emulator.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await this.project.remove();
  }

  /** The rest of a program; `place` is the service, `at(gatewayId)` a gateway of it. */
  async program(text: string): Promise<void> {
    await this.project.writeProgram(`
const pulumi = require("@pulumi/pulumi");
const { GatewayKeyRotation, GatewayToken } = require("pulumi-apim-credentials");
const place = { resourceGroupName: "rg1", serviceName: "contoso" };
const at = (gatewayId) => ({ ...place, gatewayId });
${text}
`);
  }

  preview(run?: Run): Promise<Observed> {
    return this.observe("preview", run);
  }

  up(run?: Run): Promise<Observed> {
    return this.observe("up", run);
  }

  refresh(run?: Run): Promise<Observed> {
    return this.observe("refresh", run);
  }

  destroy(run?: Run): Promise<Observed> {
    return this.observe("destroy", run);
  }

  private async observe(verb: "preview" | "up" | "refresh" | "destroy", run: Run = {}): Promise<Observed> {
    const { hoursLater = 0, env, ...operation } = run;
    await this.emulator.clearJournal();
    await this.emulator.clock({ now: new Date(Date.now() + hoursLater * HOUR_MS).toISOString() });
    const result = await this.project.stack[verb]({
      ...operation,
      env: { ...env, CLOCK_OFFSET_MS: String(hoursLater * HOUR_MS) },
    });
    return { ...result, requests: await this.emulator.requests() };
  }

  /** Somebody regenerates a key without this stack. */
  async regenerateByHand(gatewayId: string, keyType: "primary" | "secondary"): Promise<void> {
    await this.emulator.arm("POST", `/gateways/${gatewayId}/regenerateKey`, { body: { keyType } });
  }

  async keys(gatewayId: string): Promise<{ primary: string; secondary: string }> {
    const { body } = await this.emulator.arm("POST", `/gateways/${gatewayId}/listKeys`);
    return body as { primary: string; secondary: string };
  }
}

/** `edge: update`, in alphabetical order. */
export function opsOf({ steps }: Observed): string[] {
  return steps.map(({ name, op }) => `${name}: ${op}`).sort();
}

export function stepOf({ steps }: Observed, name: string): Step {
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`no step of "${name}", only of ${steps.map((other) => other.name).join()}`);
  return step;
}

/** What was said on the resource's own row. */
export function saidOn({ messages }: Observed, name: string): string[] {
  return messages.filter(({ urn }) => urn?.endsWith(`::${name}`)).map(({ text }) => text);
}

/** Everything that was said, wherever. */
export function said({ messages }: Observed): string {
  return messages.map(({ text }) => text).join("\n");
}

export function errorsOf({ messages }: Observed): string {
  return messages
    .filter(({ severity }) => severity === "error")
    .map(({ text }) => text)
    .join("\n");
}
