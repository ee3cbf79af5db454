import type { DiagnosticEvent, EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { Service } from "./inventory";

/** What one service's `up` did, as its engine tells it. */
export class ServiceRun {
  /** Gateways that have this rotation now, whether or not anything was to be done. */
  gatewaysDone = 0;
  /** Of these: a key was regenerated. */
  rotated = 0;
  /** Of these: the keys were recorded, by the first `up`. */
  recorded = 0;
  /** Such as that a killed run had regenerated a key already. */
  readonly warnings: string[] = [];
  /** Why it ended without all of them having it. */
  failure: string | undefined;
  readonly #errors: string[] = [];

  constructor(
    readonly service: Service,
    readonly startedAtMs: number,
  ) {}

  readonly see = (event: EngineEvent): void => {
    if (event.resOutputsEvent) this.#seeStep(event.resOutputsEvent.metadata);
    if (event.diagnosticEvent) this.#seeMessage(event.diagnosticEvent);
  };

  readonly fail = (error: unknown): void => {
    // What the engine says names the gateway; the CLI's own words only where it got no further.
    this.failure = this.#errors.join("\n") || (error instanceof Error ? error.message : String(error));
  };

  /** Rotated again, because a killed run had regenerated the key and could not save it. */
  get repeatedCount(): number {
    return this.warnings.filter((warning) => warning.includes("had already changed")).length;
  }

  /** Gateways at which something was to be done. */
  get changed(): number {
    return this.rotated + this.recorded;
  }

  get outcome(): string {
    const parts = [
      ...(this.failure === undefined ? [] : ["FAILED"]),
      ...(this.rotated > 0 ? [`${this.rotated} rotated`] : []),
      ...(this.recorded > 0 ? [`${this.recorded} recorded`] : []),
    ];
    return parts.length === 0 ? "nothing to do" : parts.join(", ");
  }

  #seeStep({ type, op, old, new: now }: StepEventMetadata): void {
    if (!type.endsWith(":GatewayKeyRotation") || now === undefined) return;
    this.gatewaysDone++;
    if (op === "create") this.recorded++;
    else if (now.outputs.rotationCount !== old?.outputs.rotationCount) this.rotated++;
  }

  #seeMessage({ severity, message, urn = "", ephemeral }: DiagnosticEvent): void {
    if (ephemeral === true || message.trim() === "") return;
    // The stack's own row only says that something failed elsewhere, or that a killed run left operations open.
    if (severity === "warning" && urn.includes("apim-credentials:")) this.warnings.push(message.trim());
    if (severity === "error") this.#errors.push(message.trim());
  }
}
