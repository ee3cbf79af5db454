import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openCertificate } from "../../../emulator/pkcs12/openCertificate";

interface CorpusFile {
  readonly file: string;
  readonly password?: string;
  /** The verdict of the provider's reader; absent where the file can be read. */
  readonly code?: string;
  readonly thumbprint?: string;
  readonly subject?: string;
  readonly expirationDate?: string;
}

const fixtures = join(__dirname, "../../fixtures/pkcs12");
const corpus = JSON.parse(readFileSync(join(fixtures, "manifest.json"), "utf8")) as CorpusFile[];

/** What neither OpenSSL in Node 20 nor node-forge opens; the provider's reader does. Named in the README. */
const beyondTheEmulator = [
  /pbe-sha1-rc2-128|-rc4-|-des\.|-rc2-64/,
  /pbmac1/,
  /null-password-empty-mac/,
  /** Thumbprint of re-encoded octets. */
  /non-minimal-certificate/,
  /** The key is not recognised as the certificate's. */
  /ed25519-with-public-key/,
];

function open({ file, password }: CorpusFile): ReturnType<typeof openCertificate> {
  return openCertificate(readFileSync(join(fixtures, "corpus", file)), password);
}

const readable = corpus.filter(
  ({ code, file }) => code === undefined && !beyondTheEmulator.some((known) => known.test(file)),
);
const unreadable = ["not-pkcs12", "empty", "too-large", "pkcs7", "jks", "no-certificate"];
const refused = corpus.filter(({ code }) => code !== undefined && unreadable.includes(code));

test("corpus: has files of each kind", () => {
  expect(readable.length).toBeGreaterThan(90);
  expect(refused.length).toBeGreaterThan(10);
});

test.each(readable.map((entry) => [entry.file, entry] as const))(
  "%s: the same facts as the manifest has",
  (_, entry) => {
    const { thumbprint, subject } = entry;
    const opened = open(entry);
    expect(opened).toMatchObject({ thumbprint, subject, hasPrivateKey: true });
    if (typeof opened === "object") {
      expect(Date.parse(opened.expirationDate)).toBe(Date.parse(entry.expirationDate ?? ""));
    }
  },
);

test.each(refused.map((entry) => [entry.file, entry] as const))("%s: unreadable", (_, entry) => {
  expect(open(entry)).toBe("unreadable");
});

const costly = corpus.filter(({ code, file }) => code === "too-costly" && !file.includes("behind-the-password"));
test.each(costly.map((entry) => [entry.file, entry] as const))("%s: refused before any key is derived", (_, entry) => {
  const started = performance.now();
  expect(open(entry)).toBe("unreadable");
  expect(performance.now() - started).toBeLessThan(500);
});

const behindPassword = corpus.filter(({ code, file }) => code !== undefined && !file.includes("behind-the-password"));
test("no file of the corpus makes it throw", () => {
  for (const entry of behindPassword) expect(() => open(entry)).not.toThrow();
});

test.each(corpus.filter(({ file }) => file.startsWith("refused-wrong-password-other")))(
  "$file: wrong password",
  (entry) => {
    expect(open(entry)).toBe("wrong-password");
  },
);
