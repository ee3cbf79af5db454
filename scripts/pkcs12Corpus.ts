/** Makes the fixtures of the PKCS#12 reader anew: needs OpenSSL 3 with its legacy module; keytool and Python where present. */
import { createPublicKey, X509Certificate } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pkcs12Fixtures } from "../tests/support/pkcs12/fixtureKeys";
import { builtReadable } from "./pkcs12Corpus/builtReadable";
import { builtRefused } from "./pkcs12Corpus/builtRefused";
import type { CorpusFile, ManifestEntry } from "./pkcs12Corpus/corpusFile";
import { javaFiles } from "./pkcs12Corpus/javaFiles";
import { opensslFiles } from "./pkcs12Corpus/opensslFiles";
import { otherFormats } from "./pkcs12Corpus/otherFormats";
import { pythonFiles } from "./pkcs12Corpus/pythonFiles";
import { secondOpinion } from "./pkcs12Corpus/secondOpinion";
import { Workshop } from "./pkcs12Corpus/workshop";

const curves: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

function keyAlgorithm(certificate: Buffer): string {
  const key = createPublicKey(new X509Certificate(certificate).publicKey.export({ type: "spki", format: "pem" }));
  const { modulusLength, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return `RSA-${modulusLength}`;
  return namedCurve === "" ? "Ed25519" : `EC ${curves[namedCurve] ?? namedCurve}`;
}

function describe(workshop: Workshop, { name, source, password, expected }: CorpusFile): ManifestEntry {
  const common = { file: `${name}.p12`, source, password, warnings: expected.warnings ?? [] };
  if ("code" in expected) return { ...common, code: expected.code };
  const others = expected.chain ?? [];
  return {
    ...common,
    ...secondOpinion(workshop, expected.leaf),
    ...(expected.thumbprint === undefined ? {} : { thumbprint: expected.thumbprint }),
    keyAlgorithm: keyAlgorithm(expected.leaf),
    chain: others.map((certificate) => secondOpinion(workshop, certificate).thumbprint),
  };
}

const workshop = new Workshop();
try {
  const files = [
    ...opensslFiles(workshop),
    ...javaFiles(workshop),
    ...pythonFiles(workshop),
    ...builtReadable(),
    ...builtRefused,
    ...otherFormats(workshop),
  ];
  const folder = path.join(pkcs12Fixtures, "corpus");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(path.join(folder, `${name}.p12`), bytes);
  const manifest = files.map((file) => describe(workshop, file));
  writeFileSync(path.join(pkcs12Fixtures, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const refused = manifest.filter(({ code }) => code !== undefined).length;
  console.log(`${manifest.length - refused} files to be read, ${refused} to be refused`);
} finally {
  workshop.close();
}
