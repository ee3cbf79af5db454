/** Writes one line of the debug log. */
export type DebugLog = (line: string) => void;

/**
 * The debug log, on when APIM_CREDENTIALS_LOG is `debug` or AZURE_LOG_LEVEL is `info` or `verbose`. It goes to stderr. Callers hand it
 * methods, paths, statuses, times and ids: never header values outside that list, and never bodies.
 */
export function createDebugLog(env: Readonly<Record<string, string | undefined>>): DebugLog {
  const isOn = env.APIM_CREDENTIALS_LOG === "debug" || ["info", "verbose"].includes(env.AZURE_LOG_LEVEL ?? "");
  return isOn ? (line) => process.stderr.write(`apim-credentials: ${line}\n`) : () => undefined;
}
