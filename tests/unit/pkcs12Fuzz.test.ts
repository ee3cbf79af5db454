import { fuzzPkcs12 } from "../support/pkcs12/fuzz";

test("openPkcs12: answers 500 mutated files with a verdict, none slowly", async () => {
  const { verdicts, failures } = await fuzzPkcs12({ count: 500, seed: 7 });
  expect(failures).toEqual([]);
  expect([...verdicts.values()].reduce((sum, times) => sum + times, 0)).toBe(500);
  expect(verdicts.size).toBeGreaterThan(5);
}, 60_000);
