import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { checkout } from "../../scripts/build/checkout";
import { ensureBuilt } from "../../scripts/build/ensureBuilt";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";

const minuteMs = 60_000;

/** A mark that all processes of one run inherit. */
const mark = `QUICKSTART_TEST_RUN=${process.pid}-${Date.now()}`;

describe("npm start", () => {
  let folder: string;
  beforeAll(async () => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    await findPulumiCli({ say });
    await ensureBuilt(say);
  }, 20 * minuteMs);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "apim-credentials-start-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (): ChildProcessByStdio<null, Readable, Readable> => {
    const [name = "", value] = mark.split("=");
    return spawn("npm", ["start"], {
      cwd: checkout,
      env: { ...process.env, TMPDIR: folder, [name]: value },
      // A process group of its own, as a terminal gives it: an interrupt can then be sent to all of it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
  };

  /** Every process that carries the mark; `ps e` shows the environment on Linux and macOS. */
  const leftProcesses = (): string[] =>
    spawnSync("ps", ["-A", "-ww", "e", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
      .stdout.split("\n")
      .filter((line) => line.includes(mark));

  /** ts-node keeps a cache of compiled code for the whole machine; here it is in the test's folder. */
  const leftFiles = (): string[] => readdirSync(folder).filter((name) => !name.startsWith("v8-compile-cache"));

  test(
    "to the end: every step is verified, and no process or file is left",
    async () => {
      const child = start();
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
      }
      const [exitCode] = (await once(child, "close")) as [number | null];
      // The whole output is what one needs when this fails.
      expect({ exitCode, output }).toEqual({
        exitCode: 0,
        output: expect.stringContaining("All steps verified") as string,
      });
      expect(output).not.toContain("NOT SO");
      expect(leftProcesses()).toEqual([]);
      expect(leftFiles()).toEqual([]);
    },
    5 * minuteMs,
  );

  test(
    "Ctrl-C during a preview: it ends at once as interrupted, and no process or file is left",
    async () => {
      const child = start();
      const output = child.stdout.setEncoding("utf8");
      for await (const chunk of output) if (String(chunk).includes("pulumi preview")) break;
      expect(leftProcesses()).not.toEqual([]);
      process.kill(-(child.pid ?? NaN), "SIGINT");
      child.stderr.resume();
      const ending = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
      // npm passes the script's status 130 on, or ends by the signal itself: what a shell reports is the same.
      expect([
        [130, null],
        [null, "SIGINT"],
      ]).toContainEqual(ending);
      expect(leftProcesses()).toEqual([]);
      expect(leftFiles()).toEqual([]);
    },
    2 * minuteMs,
  );
});
