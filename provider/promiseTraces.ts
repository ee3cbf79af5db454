/** Gives back what was withheld. */
export interface WithheldTraces {
  restore(): void;
  /** The error with the stack trace that it would have had, from the constructor's caller on. */
  located(error: unknown): unknown;
}

/** V8's hook that turns frames into text; source-map-support and ts-node have theirs. */
type PrepareStackTrace = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/**
 * Withholds stack traces while a resource is constructed. Pulumi takes four for every property, for its search after leaked
 * promises (PULUMI_DEBUG_PROMISE_LEAKS), and has each mapped to the sources: without this they are nine tenths of what
 * constructing a resource costs a program. The one that tells where in the program the resource is, Pulumi takes
 * nevertheless, and stores it with every resource: it ends with the program's frames, without Node's and Pulumi's below them.
 */
export function withholdPromiseTraces(): WithheldTraces {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = Reflect.get(Error, "prepareStackTrace") as PrepareStackTrace | undefined;
  const restore = (): void => {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
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
function withoutHost(prepare: PrepareStackTrace | undefined): PrepareStackTrace {
  return (error, frames) => {
    const ofProgram = frames.slice();
    while (ofProgram.length > 0 && isHost(ofProgram.at(-1)?.getFileName())) ofProgram.pop();
    const kept = ofProgram.length === 0 ? frames : ofProgram;
    return prepare?.(error, kept) ?? [String(error), ...kept.map(String)].join("\n    at ");
  };
}

function isHost(file: string | null | undefined): boolean {
  return file === null || file === undefined || file.startsWith("node:") || /[\\/]node_modules[\\/]/.test(file);
}
