import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Scenario, ScenarioResult } from "./adapterProcess";

/** Runs scenarios in one fresh Node process that knows nothing of this machine's own sign-in. */
export async function runAdapter(
  scenarios: readonly Scenario[],
  env: Readonly<Record<string, string>>,
): Promise<{ results: readonly ScenarioResult[]; stderr: string }> {
  const hook = require.resolve("../../support/typescriptHook.cjs");
  const script = join(__dirname, "adapterProcess.ts");
  const { PATH = "" } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--require", hook, script, JSON.stringify(scenarios)],
    { env: { PATH, AZURE_CONFIG_DIR: "/nonexistent", HOME: "/nonexistent", ...env }, timeout: 90_000 },
  );
  return { results: JSON.parse(stdout) as ScenarioResult[], stderr };
}
