import type { Service } from "./inventory";
import type { ServiceRun } from "./serviceRun";

const number = new Intl.NumberFormat("en-US");

/** How far the fleet is, in words. */
export class Progress {
  readonly #services: readonly Service[];
  readonly #begun: ServiceRun[] = [];
  #servicesDone = 0;

  constructor(services: readonly Service[]) {
    this.#services = services;
  }

  began(run: ServiceRun): void {
    this.#begun.push(run);
  }

  /** Also of one that failed: what it did stays done. */
  ended(): void {
    this.#servicesDone++;
  }

  /** `12/20 services, 600/1,000 gateways, about 3 min left` */
  line(nowMs: number): string {
    const gateways = this.#services.reduce((sum, service) => sum + service.gateways.length, 0);
    const done = this.#begun.reduce((sum, { gatewaysDone }) => sum + gatewaysDone, 0);
    const parts = [
      `${number.format(this.#servicesDone)}/${number.format(this.#services.length)} services`,
      `${number.format(done)}/${number.format(gateways)} gateways`,
      ...(done < gateways ? this.#left(gateways - done, nowMs) : []),
    ];
    return parts.join(", ");
  }

  /** At the pace since something was to be done: a resumed run passes what is done much faster. */
  #left(gateways: number, nowMs: number): string[] {
    const first = this.#begun.find(({ changed }) => changed > 0);
    if (first === undefined) return [];
    const changed = this.#begun.reduce((sum, run) => sum + run.changed, 0);
    return [`about ${durationText(((nowMs - first.startedAtMs) / 1000 / changed) * gateways)} left`];
  }
}

/** `40 s`, `6.4 min`, `34 min`, `3.2 h` */
export function durationText(seconds: number): string {
  const minutes = seconds / 60;
  if (seconds < 99.5) return `${Math.ceil(seconds)} s`;
  if (minutes < 9.95) return `${minutes.toFixed(1)} min`;
  return minutes < 99.5 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function countText(count: number, what: string): string {
  return `${number.format(count)} ${what}${count === 1 ? "" : "s"}`;
}
