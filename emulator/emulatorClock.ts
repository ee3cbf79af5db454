/** The emulator's time: real time plus an offset that tests move. It never stands still. */
export class EmulatorClock {
  #offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  now(): Date {
    return new Date(this.nowMs());
  }

  moveTo(instantMs: number): void {
    this.#offsetMs = instantMs - Date.now();
  }

  /** How far it is from real time. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(offsetMs: number) {
    this.#offsetMs = offsetMs;
  }

  advance(byMs: number): void {
    this.#offsetMs += byMs;
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}

/** `2036-01-01T07:00:00Z`: how API Management prints a date (recorded). */
export function withoutFraction(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** `2023-03-17T18:15:27.8160602Z`: seven decimals, as .NET prints a round-trip date (recorded for Key Vault's lastStatus). */
export function withSevenDecimals(instant: Date): string {
  return `${instant.toISOString().slice(0, 23)}0000Z`;
}
