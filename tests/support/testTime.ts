import type { Time } from "../../provider/arm/requestGate";

/** A clock that only moves when somebody sleeps, and keeps every wait. */
export class TestTime implements Time {
  readonly waits: number[] = [];

  constructor(
    private milliseconds = Date.parse("2026-06-01T10:20:30Z"),
    /** Runs during each sleep. */
    private readonly onSleep: (milliseconds: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  readonly now = (): number => this.milliseconds;

  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.waits.push(milliseconds);
    await this.onSleep(milliseconds);
    this.milliseconds += milliseconds;
  };

  advance(milliseconds: number): void {
    this.milliseconds += milliseconds;
  }
}
