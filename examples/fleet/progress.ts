import type { Service } from "./inventory";
import type { ServiceRun } from "./serviceRun";

const number = new Intl.NumberFormat("en-US");

/** How far the fleet is, in words. */
export class Progress {
  readonly #underWay = new Set<ServiceRun>();
  readonly #services: readonly Service[];
  readonly #startedAtMs: number;
  #servicesDone = 0;
  #gatewaysDone = 0;

  constructor(services: readonly Service[], startedAtMs: number) {
    this.#services = services;
    this.#startedAtMs = startedAtMs;
  }

  began(run: ServiceRun): void {
    this.#underWay.add(run);
  }

  /** Also of one that failed: what it did stays done. */
  ended(run: ServiceRun): void {
    this.#underWay.delete(run);
    this.#servicesDone++;
    this.#gatewaysDone += run.gatewaysDone;
  }

  /** `12/20 services, 600/1,000 gateways, about 3 min left` */
  line(nowMs: number): string {
    const gateways = this.#services.reduce((sum, service) => sum + service.gateways.length, 0);
    const done = [...this.#underWay].reduce((sum, run) => sum + run.gatewaysDone, this.#gatewaysDone);
    const parts = [
      `${number.format(this.#servicesDone)}/${number.format(this.#services.length)} services`,
      `${number.format(done)}/${number.format(gateways)} gateways`,
    ];
    // Of the gateways so far: it is a guess until every kind of service has had its turn.
    if (done > 0 && done < gateways) {
      const leftMs = ((nowMs - this.#startedAtMs) / done) * (gateways - done);
      parts.push(`about ${durationText(leftMs / 1000)} left`);
    }
    return parts.join(", ");
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
