// Prints the counts of a jest results file, `N passed, N failed` last. Fails when a test failed, none passed, or none ran.
const { existsSync, readFileSync } = require("node:fs");

const [file] = process.argv.slice(2);
if (!existsSync(file)) {
  console.log("The tests did not run: what comes before them failed (see above).");
  console.log("0 passed, 1 failed");
  process.exit(1);
}
const results = JSON.parse(readFileSync(file, "utf8"));
const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results;
// A file that cannot even be loaded has no tests to count: it counts as one that failed.
const failed = numFailedTests + numRuntimeErrorTestSuites;
const skipped = numPendingTests + numTodoTests;
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
