import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Phase, Results } from "../../scripts/bench/results";
import { checkout } from "../../scripts/build/checkout";
import { runCommand } from "../../scripts/processes/runCommand";

jest.setTimeout(300_000);

test("bench: one certificate and its companions, requests as designed, states sized, starts timed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-bench-test-"));
  try {
    const out = join(folder, "results.json");
    const options = ["--sizes", "1", "--runs", "1", "--out", out];
    const subjects = ["--subjects", "certificate,empty-resource,plain-script"];
    const { exitCode, stderr } = await runCommand({
      command: process.execPath,
      args: [require.resolve("ts-node/dist/bin"), "--transpile-only", "scripts/bench.ts", ...options, ...subjects],
      cwd: checkout,
    });
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { series, states, figures } = JSON.parse(await readFile(out, "utf8")) as Results;
    const requests = (subject: string): Partial<Record<Phase, number | undefined>> =>
      Object.fromEntries(
        series.filter((one) => one.subject === subject).map(({ phase, runs }) => [phase, runs[0]?.requests]),
      );
    expect(requests("certificate")).toEqual({ up: 2, unchanged: 0, preview: 0, change: 1, refresh: 1, destroy: 1 });
    expect(requests("plain-script")).toEqual({ up: 2, change: 1, refresh: 1, destroy: 1 });
    expect(requests("empty-resource")).toEqual({ up: 0, unchanged: 0, preview: 0, change: 0, refresh: 0, destroy: 0 });
    expect(states.map(({ subject, providerTexts }) => [subject, providerTexts])).toEqual([
      ["certificate", 1],
      ["empty-resource", 1],
    ]);
    expect(figures.map(({ median }) => Number.isFinite(median))).toEqual(Array(8).fill(true));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
