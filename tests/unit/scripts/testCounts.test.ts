import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../../scripts/build/checkout";

const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

describe("test counts: the last line and the exit status are true to the results", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "test-counts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (results?: object): { lines: string[]; status: number | null } => {
    const file = join(folder, "results.json");
    if (results !== undefined) writeFileSync(file, JSON.stringify({ numRuntimeErrorTestSuites: 0, ...results }));
    const script = join(checkout, "scripts", "testCounts.cjs");
    const { stdout, status } = spawnSync(process.execPath, [script, file], { encoding: "utf8" });
    return { lines: stdout.trim().split("\n"), status };
  };

  const passed = { ...counts, numPassedTests: 7 };
  test.each([
    { what: "all passed", results: passed, lines: ["7 passed, 0 failed"], status: 0 },
    { what: "one failed", results: { ...passed, numFailedTests: 1 }, lines: ["7 passed, 1 failed"], status: 1 },
    {
      what: "a file failed to load",
      results: { ...passed, numRuntimeErrorTestSuites: 2 },
      lines: ["7 passed, 2 failed"],
      status: 1,
    },
    {
      what: "some skipped",
      results: { ...passed, numPendingTests: 2 },
      lines: ["2 skipped", "7 passed, 0 failed"],
      status: 0,
    },
    { what: "none at all", results: counts, lines: ["0 passed, 0 failed"], status: 1 },
  ])("$what", ({ results, lines, status }) => {
    expect(run(results)).toEqual({ lines, status });
  });

  test("no results: the tests did not run", () => {
    const { lines, status } = run();
    expect([lines.at(-1), status]).toEqual(["0 passed, 1 failed", 1]);
  });
});
