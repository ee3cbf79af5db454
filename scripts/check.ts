/** `ts-node scripts/check.ts NAME...`: runs `npm run check:NAME` of each, two at a time, and says which failed. */
import { runCommand } from "./processes/runCommand";
import { abortOnSignals } from "./processes/abortOnSignals";
import { checkout } from "./build/checkout";

/** Takes both cores of a small machine; more would slow the tests, some of which wait for real timers. */
const AT_ONCE = 2;

async function check(name: string, abort: AbortSignal): Promise<boolean> {
  const started = performance.now();
  const args = ["run", "--silent", `check:${name}`];
  const { exitCode, stdout, stderr } = await runCommand({ command: "npm", args, cwd: checkout, abort });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const passed = exitCode === 0;
  if (!passed) console.log(`${stdout}${stderr}`.trimEnd());
  console.log(`${passed ? "passed" : "FAILED"}  ${name}  ${seconds} s`);
  return passed;
}

async function main(names: readonly string[]): Promise<void> {
  const abort = abortOnSignals();
  const waiting = [...names];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await check(name, abort))) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failed.length === 0) return;
  console.log(`Failed: ${failed.map((name) => `npm run check:${name}`).join(", ")}`);
  process.exitCode = 1;
}

void main(process.argv.slice(2));
