import type { OperationResult, PulumiStack } from "../pulumiRun/pulumiStack";
import type { Step } from "../pulumiRun/eventLog";
import type { EmulatedService, Request } from "./emulatedService";
import { StepError, type Narrator } from "./narrator";

/** What the steps of the quickstart share. */
export interface Tour {
  narrator: Narrator;
  stack: PulumiStack;
  azure: EmulatedService;
  certificateFile: string;
  /** What each operation asked of Azure, in order. */
  ledger: { command: string; requests: Request[] }[];
}

/** How one operation is told and run. */
export interface TourOperation {
  verb: "preview" | "up";
  /** Show all properties, old and new, rather than one line a resource. */
  diff?: boolean;
  certificatePassword: string;
}

/** What Pulumi did, by its event log, and what it asked of Azure, by the emulator's journal. */
export interface Observed extends OperationResult {
  requests: Request[];
}

/** Runs one Pulumi operation with its own output on the terminal. @throws StepError when Pulumi fails. */
export async function operate(tour: Tour, operation: TourOperation): Promise<Observed> {
  const { narrator, stack, azure, ledger } = tour;
  const { verb, diff = false, certificatePassword } = operation;
  const command = `pulumi ${verb}${diff ? " --diff" : ""}`;
  narrator.command(command);
  const args = ["--color", narrator.colored ? "always" : "never", ...(diff ? ["--diff"] : [])];
  const result = await stack[verb]({
    args,
    env: { CERTIFICATE_PASSWORD: certificatePassword },
    onOutput: narrator.output,
  });
  narrator.endOutput();
  if (result.exitCode !== 0) throw new StepError(`${command} ended with exit status ${result.exitCode}.`);
  const requests = await azure.takeRequests();
  ledger.push({ command, requests });
  return { ...result, requests };
}

/** Requests that change something, as `METHOD path status`; reading is anything else, and listKeys. */
export function changesIn(requests: readonly Request[]): string[] {
  return requests
    .filter(({ method, path }) => !["GET", "HEAD"].includes(method) && !path.endsWith("/listKeys"))
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
}

export function stepFor(observed: Observed, name: string): Step | undefined {
  return observed.steps.find((step) => step.name === name);
}
