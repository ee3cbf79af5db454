import { readdirSync, readFileSync } from "node:fs";
import type { ByProcess } from "./results";

interface Usage {
  readonly role: keyof ByProcess;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

const ticksPerSecond = 100;
const intervalMs = 100;

/**
 * Watches the processes below this one through Linux's /proc: a process that was killed can no longer be asked, so each is
 * looked at again and again. What it used in its last fraction of a second is missing. Elsewhere nothing is seen.
 */
export class ProcessUsage {
  readonly #ignored: number;
  readonly #seen = new Map<number, Usage>();
  readonly #timer: NodeJS.Timeout;

  /** @param ignored - a process that is not counted */
  constructor(ignored: number) {
    this.#ignored = ignored;
    this.#timer = setInterval(() => this.#look(), intervalMs);
  }

  /** Ends watching. */
  stop(): { cpuMs: ByProcess; peakMiB: ByProcess } {
    clearInterval(this.#timer);
    const of = (role: keyof ByProcess): Usage[] => [...this.#seen.values()].filter((usage) => usage.role === role);
    const cpu = (role: keyof ByProcess): number => of(role).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    const peak = (role: keyof ByProcess): number => Math.max(0, ...of(role).map(({ peakMiB }) => Math.round(peakMiB)));
    return { cpuMs: byProcess(cpu), peakMiB: byProcess(peak) };
  }

  #look(): void {
    const parents = new Map<number, number>();
    const ticks = new Map<number, number>();
    for (const name of entries()) {
      const stat = read(`/proc/${name}/stat`);
      // The second field is the command in brackets, which may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(name), Number(fields[1]));
      ticks.set(Number(name), Number(fields[11]) + Number(fields[12]));
    }
    for (const [pid, used] of ticks) {
      if (this.#seen.has(pid) || this.#isOurs(pid, parents)) this.#note(pid, used);
    }
  }

  #isOurs(pid: number, parents: ReadonlyMap<number, number>): boolean {
    for (let at = parents.get(pid) ?? 0; at > 1; at = parents.get(at) ?? 0) {
      if (pid === this.#ignored || at === this.#ignored) return false;
      if (at === process.pid) return true;
    }
    return false;
  }

  #note(pid: number, used: number): void {
    const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
    if (peakKiB === 0) return;
    // What a process is shows once it has replaced the copy of its parent that it begins as.
    const role = roleOf(read(`/proc/${pid}/cmdline`));
    this.#seen.set(pid, { role, cpuMs: (used * 1000) / ticksPerSecond, peakMiB: peakKiB / 1024 });
  }
}

function byProcess(value: (role: keyof ByProcess) => number): ByProcess {
  return { engine: value("engine"), program: value("program"), provider: value("provider") };
}

function roleOf(command: string): keyof ByProcess {
  if (command.includes("dynamic-provider") || command.includes("terraform-provider")) return "provider";
  return /cmd\/run|plainScript/.test(command) ? "program" : "engine";
}

function entries(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
