import { readFileSync } from "node:fs";
import path from "node:path";
import { openPkcs12 } from "../../provider/pkcs12/openPkcs12";
import { readPkcs12 } from "../../provider/pkcs12/readPkcs12";
import type { ManifestEntry } from "../../scripts/pkcs12Corpus/corpusFile";
import { pkcs12Fixtures } from "../support/pkcs12/fixtureKeys";

const manifest = JSON.parse(readFileSync(path.join(pkcs12Fixtures, "manifest.json"), "utf8")) as ManifestEntry[];
const readable = manifest.filter(({ code }) => code === undefined);
const refused = manifest.filter(({ code }) => code !== undefined);

function bytesOf({ file }: ManifestEntry): Buffer {
  return readFileSync(path.join(pkcs12Fixtures, "corpus", file));
}

function codes(warnings: readonly { code: string }[]): string[] {
  return warnings.map(({ code }) => code);
}

test("corpus: has at least 60 files to be read and 40 to be refused", () => {
  expect(readable.length).toBeGreaterThanOrEqual(60);
  expect(refused.length).toBeGreaterThanOrEqual(40);
});

describe("readPkcs12: agrees with OpenSSL about", () => {
  test.each(readable.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
    const verdict = await readPkcs12(bytesOf(entry), entry.password);
    const chain = verdict.ok ? verdict.chain.map(({ thumbprint }) => thumbprint) : [];
    expect({ ...verdict, warnings: codes(verdict.warnings), chain }).toEqual({
      ok: true,
      thumbprint: entry.thumbprint,
      subject: entry.subject,
      notBefore: entry.notBefore,
      expirationDate: entry.expirationDate,
      keyAlgorithm: entry.keyAlgorithm,
      hasPrivateKey: true,
      chain: entry.chain,
      warnings: entry.warnings,
    });
  });
});

describe("openPkcs12: refuses with its code and within a second", () => {
  test.each(refused.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
    const startMs = performance.now();
    const verdict = await openPkcs12(bytesOf(entry), entry.password);
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(verdict).toMatchObject({ ok: false, code: entry.code });
    expect(codes(verdict.warnings)).toEqual(entry.warnings);
    expect(verdict.ok || verdict.message).toMatch(/^[a-zA-Z0-9].{15,}[^.\s]$/);
  });
});
