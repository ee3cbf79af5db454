import { constants } from "node:os";

/**
 * Aborts when the process is interrupted (Ctrl-C), terminated, or loses its terminal or its parent; whoever listens
 * cleans up. The parent counts because npm passes a termination on to its shell only.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => controller.abort(new InterruptedError(name)));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) controller.abort(new InterruptedError("SIGHUP"));
  }, 500).unref();
  return controller.signal;
}

/** Thrown where work stops because of a signal. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** As a shell reports a process that was ended by a signal. */
  readonly exitCode: number;
  constructor(signalName: NodeJS.Signals) {
    super(`Interrupted by ${signalName}; nothing is left behind.`);
    this.exitCode = 128 + constants.signals[signalName];
  }
}
