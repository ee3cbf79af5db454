import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a stack's lock, as the backends that are a folder or a bucket (file, S3, Azure Blob, GCS) say it. */
export interface Lock {
  /** `user@host (pid 123) at 2027-01-04T03:17:00Z` */
  readonly holder: string;
  readonly host: string;
  readonly pid: number;
}

/** The locks that the CLI's refusal names; none where the backend is Pulumi Cloud, whose locks end by themselves. */
export function locksIn(refusal: string): Lock[] {
  const found = [...refusal.matchAll(/created by (\S*@(\S+) \(pid (\d+)\) at [\w:.+-]+)/g)];
  // The refusal stands in the error twice.
  const locks = found.map(([, holder = "", host = "", pid = ""]): [string, Lock] => [
    holder,
    { holder, host, pid: Number(pid) },
  ]);
  return [...new Map(locks).values()];
}

/** Whether the CLI that took the lock is certainly gone: it ran on this machine, and no such process is left. */
export function isAbandoned({ host, pid }: Lock): boolean {
  return host === hostname() && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  if (process.platform === "linux") return commandOf(pid)?.startsWith("pulumi") === true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Process ids are used again, and the dead whom nobody has waited for (containers without an init) have theirs still. */
function commandOf(pid: number): string | undefined {
  try {
    const [, command, state] = /\((.*)\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state === "Z" ? undefined : command;
  } catch {
    return undefined;
  }
}
