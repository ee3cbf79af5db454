/** Gives back what was withheld. */
export interface WithheldTraces {
  restore(): void;
  /** The error with the stack trace that it would have had, from the constructor's caller on. */
  located(error: unknown): unknown;
}

/**
 * Withholds stack traces while a resource is constructed. Pulumi takes four for every property, for its search after leaked
 * promises (PULUMI_DEBUG_PROMISE_LEAKS), and has each mapped to the sources: without this they are nine tenths of what
 * constructing a resource costs a program. The one that tells where in the program the resource is, Pulumi takes nevertheless.
 */
export function withholdPromiseTraces(): WithheldTraces {
  const { stackTraceLimit } = Error;
  const restore = (): void => {
    Error.stackTraceLimit = stackTraceLimit;
  };
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined) Error.stackTraceLimit = 0;
  const located = (error: unknown): unknown => {
    restore();
    if (error instanceof Error) Error.captureStackTrace(error, located);
    return error;
  };
  return { restore, located };
}
