import type { Time } from "./requestGate";

const WORTH_SAYING_MS = 10_000;

/** Says once per call, when waiting adds up to more than ten seconds, what is waited for and until when. */
export class WaitNotice {
  private waitedMs = 0;
  private endsAt = 0;
  private said = false;

  constructor(
    private readonly operation: string,
    private readonly time: Time,
    private readonly onWait: ((message: string) => void) | undefined,
  ) {}

  /** A wait begins. `latest` is when waiting for this ends in failure, where the wait itself is short. */
  begin(reason: string, milliseconds: number, latest?: number): void {
    const now = this.time.now();
    // A pause that is made longer while it runs is waited for once.
    this.waitedMs += Math.max(0, now + milliseconds - Math.max(now, this.endsAt));
    this.endsAt = Math.max(this.endsAt, now + milliseconds);
    if (this.said || this.waitedMs <= WORTH_SAYING_MS) return;
    this.said = true;
    const until =
      milliseconds > WORTH_SAYING_MS || latest === undefined
        ? `until ${clockTime(now + milliseconds)}`
        : `at the latest until ${clockTime(latest)}`;
    this.onWait?.(`${this.operation} waits ${until}: ${reason}.`);
  }
}

/** `10:21:15 UTC`. */
export function clockTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 19)} UTC`;
}
