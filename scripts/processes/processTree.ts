import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** The process ids of everything that `pid` has started, directly or not. Empty where there is no `ps` (Windows). */
export async function descendantsOf(pid: number): Promise<number[]> {
  const ps = spawn("ps", ["-A", "-o", "pid=,ppid="], { stdio: ["ignore", "pipe", "ignore"] });
  const listing = await new Promise<string>((resolve) => {
    ps.once("error", () => resolve(""));
    text(ps.stdout).then(resolve, () => resolve(""));
  });
  const children = new Map<number, number[]>();
  for (const line of listing.split("\n")) {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    if (child !== undefined && parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const found: number[] = [];
  for (let queue = [pid]; queue.length > 0;) {
    queue = queue.flatMap((parent) => children.get(parent) ?? []);
    found.push(...queue);
  }
  return found;
}

/** Sends a signal to a process that may already be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
