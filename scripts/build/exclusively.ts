import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Lock {
  /** The lock's file; it exists while somebody holds the lock. */
  file: string;
  /** Called once, when somebody else holds the lock. */
  onWait?: () => void;
  heartbeatMs?: number;
  /** A lock whose file was not touched for so long belongs to nobody. */
  staleAfterMs?: number;
}

/**
 * Runs `work` while no other process does. A holder that was killed is noticed: at once when its process is gone from
 * this machine, otherwise when its heartbeat stops. Two waiters that notice at the same instant may both go on, so the
 * work must tolerate being done twice: it ends in an atomic rename.
 */
export async function exclusively<T>(lock: Lock, work: () => Promise<T>): Promise<T> {
  await acquire(lock);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lock.file, now, now).catch(() => undefined);
  }, lock.heartbeatMs ?? 2_000).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(lock.file, { force: true });
  }
}

const holder = (): string => `${hostname()} ${process.pid}`;

async function acquire(lock: Lock): Promise<void> {
  await mkdir(dirname(lock.file), { recursive: true });
  for (let waited = false; ;) {
    try {
      return await writeFile(lock.file, holder(), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (await isAbandoned(lock)) {
      await rm(lock.file, { force: true });
      continue;
    }
    if (!waited) lock.onWait?.();
    waited = true;
    await sleep(250);
  }
}

async function isAbandoned({ file, staleAfterMs = 20_000 }: Lock): Promise<boolean> {
  try {
    const [host, pid] = (await readFile(file, "utf8")).split(" ");
    if (host === hostname() && pid !== undefined && !isRunning(Number(pid))) return true;
    return Date.now() - (await stat(file)).mtimeMs > staleAfterMs;
  } catch {
    return false; // Released in the meantime.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
