import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../../../scripts/processes/runCommand";

const node = (script: string, abort?: AbortSignal): ReturnType<typeof runCommand> =>
  runCommand({ command: process.execPath, args: ["-e", script], env: process.env, abort });

const isRunning = (pid: number): boolean => {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  return state !== "" && !state.startsWith("Z");
};

describe("runCommand", () => {
  test("a command: its exit status and both its streams", async () => {
    const result = await node("console.log('out'); console.error('err'); process.exitCode = 3");
    expect(result).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  });

  test("a command that does not exist: rejected", async () => {
    await expect(runCommand({ command: "/no/such/command", args: [] })).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("abort: the command is interrupted first, and can end in good order", async () => {
    const controller = new AbortController();
    const command = `process.on("SIGINT", () => process.exit(0)); setInterval(() => {}, 1000); console.log("ready");`;
    const running = runCommand({
      command: process.execPath,
      args: ["-e", command],
      onOutput: () => controller.abort(new Error("stop")),
      abort: controller.signal,
    });
    await expect(running).rejects.toThrow("stop");
  });

  test("abort: a command that ignores interrupts is killed, with what it has started", async () => {
    const controller = new AbortController();
    const stubborn = `process.on("SIGINT", () => {}); setInterval(() => {}, 1000);`;
    const parent = `${stubborn}
      const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]);
      console.log(JSON.stringify([process.pid, child.pid]));`;
    let pids: number[] = [];
    const running = runCommand({
      command: process.execPath,
      args: ["-e", parent],
      onOutput: (chunk) => {
        pids = JSON.parse(chunk) as number[];
        controller.abort(new Error("stop"));
      },
      abort: controller.signal,
      graceMs: 100,
    });
    await expect(running).rejects.toThrow("stop");
    await sleep(50);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("abort beforehand: nothing is started", async () => {
    await expect(node("", AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
  });
});
