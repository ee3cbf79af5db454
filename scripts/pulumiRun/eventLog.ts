import { readFile } from "node:fs/promises";

/** One thing that the engine did, or in a preview would do, to one resource of the program. */
export interface Step {
  /** `same`, `create`, `update`, `replace`, `create-replacement`, `delete-replaced`, `delete`, `read`, `refresh` ... */
  op: string;
  urn: string;
  type: string;
  name: string;
  failed: boolean;
  /** The resource before; undefined on create. Secrets read `[secret]`. */
  old: ResourceState | undefined;
  /** The resource after; undefined on delete. In a preview the outputs of a create or update are its checked inputs. */
  new: ResourceState | undefined;
}

interface ResourceState {
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** A message of the engine, the program or a provider. */
interface Message {
  severity: "info" | "info#err" | "warning" | "error";
  text: string;
  /** The resource whose row it is on; undefined for the stack's own. */
  urn: string | undefined;
}

export interface EventLog {
  /** In the engine's order, without the stack and the default providers. */
  steps: Step[];
  messages: Message[];
  /** How many resources were created, updated and so on, the stack among them; undefined when the run did not end. */
  changes: Record<string, number> | undefined;
  /** The program's outputs; secrets read `[secret]`. */
  outputs: Record<string, unknown>;
}

interface EngineEvent {
  resOutputsEvent?: { metadata: StepMetadata };
  resOpFailedEvent?: { metadata: StepMetadata };
  diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges: Record<string, number> };
}

interface StepMetadata {
  op: string;
  urn: string;
  type: string;
  old: ResourceState | null;
  new: ResourceState | null;
}

const stackType = "pulumi:pulumi:Stack";

/**
 * Reads the file that `--event-log` makes: one JSON event a line, the same events for preview, up, refresh and destroy,
 * and what the Automation API itself reads. A run that was killed may leave its last line unfinished.
 */
export async function readEventLog(file: string): Promise<EventLog> {
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  lines.pop();
  const log: EventLog = { steps: [], messages: [], changes: undefined, outputs: {} };
  for (const line of lines) add(log, JSON.parse(line, revealNothing) as EngineEvent);
  return log;
}

function add(log: EventLog, event: EngineEvent): void {
  if (event.resOutputsEvent) addStep(log, event.resOutputsEvent.metadata, false);
  if (event.resOpFailedEvent) addStep(log, event.resOpFailedEvent.metadata, true);
  if (event.summaryEvent) log.changes = event.summaryEvent.resourceChanges;
  const message = event.diagnosticEvent;
  if (message && message.severity !== "debug" && message.ephemeral !== true) {
    const severity = message.severity as Message["severity"];
    log.messages.push({ severity, text: message.message.trim(), urn: message.urn });
  }
}

function addStep(log: EventLog, metadata: StepMetadata, failed: boolean): void {
  const { op, urn, type } = metadata;
  if (type === stackType) {
    log.outputs = metadata.new?.outputs ?? {};
  } else if (!type.startsWith("pulumi:providers:")) {
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    log.steps.push({ op, urn, type, name, failed, old: metadata.old ?? undefined, new: metadata.new ?? undefined });
  }
}

/** Pulumi's mark of a secret; in the event log its value is `[secret]` already, or its ciphertext. */
function revealNothing(_key: string, value: unknown): unknown {
  const isSecret =
    typeof value === "object" &&
    value !== null &&
    (value as Record<string, unknown>)["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  return isSecret ? "[secret]" : value;
}
