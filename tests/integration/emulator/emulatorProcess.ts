import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(__dirname, "../../..");
const entry = `require("./emulator/emulatorCommand").runEmulatorCommand(process.argv.slice(1)).then((status) => { process.exitCode = status; });`;

export interface EmulatorProcess {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Waits until stderr matches. */
  readonly stderrMatch: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** The first line of stdout; rejects when the process ends without one. */
  readonly firstLine: Promise<string>;
  /** Exit status; null when a signal ended it. */
  readonly exit: Promise<number | null>;
}

/** The emulator's command as a process of its own. */
export function spawnEmulator(...args: string[]): EmulatorProcess {
  const child = spawn(process.execPath, ["-r", "./tests/support/typescriptHook.cjs", "-e", entry, "--", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = once(child, "exit").then(([status]) => status as number | null);
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    lines.once("close", () => reject(new Error(`It printed nothing. ${stderr}`)));
  });
  firstLine.catch(() => undefined);
  const stderrMatch = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(stderr);
      if (match !== null) return match;
      await once(child.stderr, "data");
    }
  };
  return { child, stderr: () => stderr, stderrMatch, firstLine, exit };
}
