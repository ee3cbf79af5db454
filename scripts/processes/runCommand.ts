import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { descendantsOf, signal } from "./processTree";

export interface Command {
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Receives what the command prints on either stream, as it comes. */
  onOutput?: (chunk: string) => void;
  /** Stops the command and everything that it has started; the promise then rejects with the signal's reason. */
  abort?: AbortSignal | undefined;
  /** How long an interrupted command may take to end, before the second interrupt and again before it is killed. */
  graceMs?: number;
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command in a process group of its own, so that Ctrl-C reaches it only through `abort`, in good order.
 * @throws when the command cannot be started (`ENOENT`), or the signal's reason when aborted.
 */
export async function runCommand(request: Command): Promise<CommandResult> {
  request.abort?.throwIfAborted();
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: request.env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result: CommandResult = { exitCode: -1, stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      result[stream] += chunk;
      request.onOutput?.(chunk);
    });
  }
  let stopping: Promise<void> | undefined;
  const stop = (): void => void (stopping ??= stopTree(child, request.graceMs ?? 2_500));
  request.abort?.addEventListener("abort", stop);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    result.exitCode = code ?? -1;
  } finally {
    request.abort?.removeEventListener("abort", stop);
    await stopping;
  }
  request.abort?.throwIfAborted();
  return result;
}

/** Pulumi cancels in good order at the first interrupt, at once at the second; what is left after that is killed. */
async function stopTree(child: ChildProcess, graceMs: number): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const tree = [pid, ...(await descendantsOf(pid))];
  for (let interrupts = 0; interrupts < 2; interrupts++) {
    signal(pid, "SIGINT");
    if (await exitsWithin(child, graceMs)) break;
  }
  for (const member of tree) signal(member, "SIGKILL");
}

async function exitsWithin(child: ChildProcess, graceMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < graceMs; waitedMs += 50) {
    if (child.exitCode !== null || child.signalCode !== null) return true;
    await sleep(50);
  }
  return false;
}
