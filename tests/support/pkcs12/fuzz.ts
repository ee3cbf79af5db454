import { openPkcs12 } from "../../../provider/pkcs12/openPkcs12";
import { mutate, SeededRandom } from "./mutations";
import { corpusSeedlings, partSeedlings } from "./seedlings";

/** What a run found. */
export interface FuzzResult {
  /** How often each code was answered; `ok` where the file could still be read. */
  readonly verdicts: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  /** Answers that must not be: an exception, or one that took a second. */
  readonly failures: readonly string[];
}

const tooSlowMs = 1_000;
/** Reads mutated files of the corpus; the same seed gives the same files. */
export async function fuzzPkcs12({ count, seed }: { count: number; seed: number }): Promise<FuzzResult> {
  const random = new SeededRandom(seed);
  const files = corpusSeedlings();
  const parts = partSeedlings();
  const verdicts = new Map<string, number>();
  const failures: string[] = [];
  let slowestMs = 0;
  for (let number = 0; number < count; number++) {
    const { name, bytes, password, wrap } = random.pick(random.below(2) === 0 ? files : parts);
    const mutated = wrap(mutate(bytes, random));
    const startMs = performance.now();
    const verdict = await openPkcs12(mutated, password).catch((error: unknown) => String(error));
    const tookMs = performance.now() - startMs;
    slowestMs = Math.max(slowestMs, tookMs);
    const label = typeof verdict === "string" ? "exception" : verdict.ok ? "ok" : verdict.code;
    verdicts.set(label, (verdicts.get(label) ?? 0) + 1);
    const problem = typeof verdict === "string" ? verdict : tookMs >= tooSlowMs ? `${tookMs.toFixed(0)} ms` : undefined;
    if (problem) failures.push(`number ${number} (from ${name}): ${problem}; the file: ${mutated.toString("base64")}`);
  }
  return { verdicts, slowestMs, failures };
}
