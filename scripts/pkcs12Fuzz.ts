/**
 * Mutates the files of the corpus and reads them: every answer must be a verdict with a code, none may take a second.
 * Usage: npm run fuzz [-- --count 20000 --seed 1]
 */
import { parseArgs } from "node:util";
import { fuzzPkcs12 } from "../tests/support/pkcs12/fuzz";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: "string", default: "20000" }, seed: { type: "string", default: "1" } },
  });
  const count = Number(values.count);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
    throw new Error("--count and --seed take whole numbers");
  }
  const startMs = performance.now();
  const { verdicts, slowestMs, failures } = await fuzzPkcs12({ count, seed });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${count} mutations with seed ${seed} in ${seconds} s, the slowest ${slowestMs.toFixed(0)} ms`);
  for (const [verdict, times] of [...verdicts].sort(([, one], [, other]) => other - one))
    console.log(`  ${times}  ${verdict}`);
  for (const failure of failures) console.error(`failed: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

void main();
