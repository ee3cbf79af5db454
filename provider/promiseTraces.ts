/** Gives back what was withheld. */
export interface WithheldTraces {
  restore(): void;
  /** The error with the stack trace that it would have had, from the constructor's caller on. */
  located(error: unknown): unknown;
}

type PrepareStackTrace = typeof Error.prepareStackTrace;

/**
 * Withholds stack traces while a resource is constructed. Pulumi takes four for every property, for its search after leaked
 * promises (PULUMI_DEBUG_PROMISE_LEAKS), and has each mapped to the sources: without this they are nine tenths of what
 * constructing a resource costs a program. The one that tells where in the program the resource is, Pulumi takes
 * nevertheless, and stores it with every resource: it ends with the program's frames, without Node's and Pulumi's below them.
 */
export function withholdPromiseTraces(): WithheldTraces {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const restore = (): void => {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  };
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined) {
    Error.stackTraceLimit = 0;
    // Where Node itself applies source maps, it does so only if nobody prepares traces.
    if (prepareStackTrace !== undefined || !process.execArgv.includes("--enable-source-maps"))
      Error.prepareStackTrace = withoutHost(prepareStackTrace);
  }
  const located = (error: unknown): unknown => {
    restore();
    if (error instanceof Error) Error.captureStackTrace(error, located);
    return error;
  };
  return { restore, located };
}

/** Leaves out what is below the outermost frame of the program, where there is one. */
function withoutHost(prepare: PrepareStackTrace): NonNullable<PrepareStackTrace> {
  return (error, frames) => {
    const ofProgram = frames.slice();
    while (ofProgram.length > 0 && isHost(ofProgram.at(-1)?.getFileName())) ofProgram.pop();
    const kept = ofProgram.length === 0 ? frames : ofProgram;
    return (prepare?.(error, kept) as unknown) ?? [String(error), ...kept.map(String)].join("\n    at ");
  };
}

function isHost(file: string | null | undefined): boolean {
  return file === null || file === undefined || file.startsWith("node:") || /[\\/]node_modules[\\/]/.test(file);
}
