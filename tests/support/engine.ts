import type { Lifecycle, Properties } from "../../provider/host";
import { PartialFailure } from "../../provider/partialFailure";
import type { TestHost } from "./testHost";

interface Saved {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** A partial failure: the engine then calls update, whatever diff says. */
  readonly failed: boolean;
}

export interface UpResult {
  readonly step: "create" | "update" | "replace" | "same" | "failed";
  readonly failures: readonly string[];
}

/** What JSON leaves of a value; the engine stores nothing else. */
function plain(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

/**
 * One resource under the rules by which Pulumi's engine drives it: check, diff, then create or update, and what is saved
 * when a step fails. Every call is a run of its own. It makes thousands of runs affordable; that it agrees with the real
 * engine is what the end-to-end tests show.
 */
export class EngineResource {
  saved: Saved | undefined;

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly host: TestHost,
    private readonly urn = "urn:pulumi:test::test::test::resource",
  ) {}

  /**
   * `killed`: the step is carried out, and the run ends before its result is saved.
   * `sameRun`: part of the run that another resource began.
   */
  async up(args: Properties, { killed = false, sameRun = false } = {}): Promise<UpResult> {
    if (!sameRun) this.host.nextRun();
    const before = this.saved;
    const result = await this.run(plain({ ...args, __urn: this.urn }));
    if (killed) this.saved = before;
    return result;
  }

  /** `pulumi up --replace`: a replacement although nothing asks for it. */
  async forceReplacement(args: Properties): Promise<UpResult> {
    this.host.nextRun();
    const news = plain({ ...args, __urn: this.urn });
    const checked = await this.check(this.saved?.inputs ?? {}, news);
    return Array.isArray(checked) ? { step: "failed", failures: checked } : this.replace(news);
  }

  private async run(news: Properties): Promise<UpResult> {
    const checked = await this.check(this.saved?.inputs ?? {}, news);
    if (Array.isArray(checked)) return { step: "failed", failures: checked };
    const inputs = checked;
    if (this.saved === undefined) return this.create("create", inputs);
    const { id, outputs, failed } = this.saved;
    const change = { id, state: outputs, inputs };
    const { changes, replaces = [] } = this.lifecycle.diff(change);
    if (replaces.length > 0) return this.replace(news);
    if (changes || failed)
      return this.attempt("update", inputs, async () => ({
        id,
        state: await this.lifecycle.update(this.host, change),
      }));
    this.saved = { ...this.saved, inputs };
    return { step: "same", failures: [] };
  }

  private async check(olds: Properties, news: Properties): Promise<Properties | string[]> {
    const { inputs, failures } = await this.lifecycle.check(this.host, olds, news);
    await this.host.afterCheck?.();
    return failures.length > 0 ? [...failures] : plain(inputs);
  }

  private async replace(news: Properties): Promise<UpResult> {
    const old = this.saved;
    const checked = await this.check({}, news);
    if (Array.isArray(checked)) return { step: "failed", failures: checked };
    const result = await this.create("replace", checked);
    if (result.step === "replace" && old !== undefined)
      await this.lifecycle.delete(this.host, { id: old.id, state: old.outputs });
    return result;
  }

  private create(step: "create" | "replace", inputs: Properties): Promise<UpResult> {
    return this.attempt(step, inputs, () => this.lifecycle.create(this.host, inputs));
  }

  private async attempt(
    step: UpResult["step"],
    inputs: Properties,
    work: () => Promise<{ id: string; state: Properties }>,
  ): Promise<UpResult> {
    try {
      const { id, state } = await work();
      this.saved = { id, inputs, outputs: plain(state), failed: false };
      return { step, failures: [] };
    } catch (error) {
      if (error instanceof PartialFailure) {
        this.saved = { id: error.id, inputs, outputs: plain(error.state), failed: true };
      }
      return { step: "failed", failures: [(error as Error).message] };
    }
  }

  async refresh(): Promise<void> {
    if (this.saved === undefined) return;
    this.host.nextRun();
    const { id, inputs, outputs } = this.saved;
    const found = await this.lifecycle.read(this.host, { id, state: outputs });
    this.saved = found && { id, inputs: plain(found.inputs ?? inputs), outputs: plain(found.state), failed: false };
  }

  async destroy(): Promise<void> {
    if (this.saved === undefined) return;
    this.host.nextRun();
    await this.lifecycle.delete(this.host, { id: this.saved.id, state: this.saved.outputs });
    this.saved = undefined;
  }
}
