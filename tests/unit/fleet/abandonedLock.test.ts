import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { isAbandoned, locksIn } from "../../../examples/fleet/abandonedLock";

// As the CLI 3.257 words it; the Automation API's error has it twice.
const refusal = `error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/fleet/contoso-01/463e3d09.json: created by root@runner-7 (pid 18922) at 2027-01-04T03:17:26Z`;

test("locks: who holds them, each once", () => {
  const [lock, ...others] = locksIn(`${refusal}\n${refusal}`);
  expect(others).toEqual([]);
  expect(lock).toEqual({ holder: "root@runner-7 (pid 18922) at 2027-01-04T03:17:26Z", host: "runner-7", pid: 18922 });
});

test("locks of Pulumi Cloud name nobody", () => {
  expect(locksIn("[409] Conflict: Another update is currently in progress.")).toEqual([]);
});

test("abandoned: only what ran on this machine and is gone", () => {
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  const lock = { holder: "", host: hostname(), pid: gone };
  expect(isAbandoned(lock)).toBe(true);
  expect(isAbandoned({ ...lock, host: "another" })).toBe(false);
});
