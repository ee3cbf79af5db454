/** Aborts when the process is interrupted (Ctrl-C), terminated, or loses its terminal; whoever listens cleans up. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => controller.abort(new InterruptedError(name)));
  }
  return controller.signal;
}

/** Thrown where work stops because of a signal. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  constructor(readonly signalName: NodeJS.Signals) {
    super(`Interrupted by ${signalName}`);
  }
}
