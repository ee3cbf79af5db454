import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { exclusively } from "../../../scripts/build/exclusively";

describe("exclusively", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exclusively-"));
    file = join(folder, "work.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("two at once: one works, the other waits and says so", async () => {
    const events: string[] = [];
    let finishFirst = (): void => undefined;
    let first: Promise<unknown> | undefined;
    await new Promise<void>((firstHasBegun) => {
      first = exclusively({ file }, async () => {
        events.push("first begins");
        firstHasBegun();
        await new Promise<void>((resolve) => (finishFirst = resolve));
        events.push("first ends");
      });
    });
    const onWait = (): void => {
      events.push("second waits");
      finishFirst();
    };
    const second = exclusively({ file, onWait }, () => Promise.resolve(events.push("second works")));
    await Promise.all([first, second]);
    expect(events).toEqual(["first begins", "second waits", "first ends", "second works"]);
  });

  test("work that throws: the lock is released", async () => {
    await expect(exclusively({ file }, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(file)).toBe(false);
  });

  test("a holder that was killed: its lock is taken over without waiting", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    writeFileSync(file, `${hostname()} ${child.pid ?? 0}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    const onWait = jest.fn();
    await expect(exclusively({ file, onWait }, () => Promise.resolve("done"))).resolves.toBe("done");
    expect(onWait).not.toHaveBeenCalled();
  });

  test("a holder on another machine: its lock is taken over once its heartbeat has stopped", async () => {
    writeFileSync(file, "another-machine 1");
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(file, minuteAgo, minuteAgo);
    await expect(exclusively({ file }, () => Promise.resolve("done"))).resolves.toBe("done");
  });

  test("a holder at work for longer than the limit: its heartbeat keeps the lock", async () => {
    const lock = { file, heartbeatMs: 20, staleAfterMs: 500 };
    // The holder's name is another machine's, so that only the heartbeat speaks for it.
    const order: string[] = [];
    const first = exclusively(lock, async () => {
      writeFileSync(file, "another-machine 1");
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      order.push("first");
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([first, exclusively(lock, () => Promise.resolve(order.push("second")))]);
    expect(order).toEqual(["first", "second"]);
  });
});
