import { fixtureKey, type KeyName } from "../../tests/support/pkcs12/fixtureKeys";
import { certificate, chain, selfSigned } from "./certificates";
import type { CorpusFile, Readable } from "./corpusFile";
import { pem, type Workshop } from "./workshop";

interface Export {
  readonly name: string;
  readonly key?: KeyName;
  readonly leaf?: Buffer;
  readonly others?: readonly Buffer[];
  readonly password?: string;
  readonly options?: readonly string[];
  readonly warnings?: readonly string[];
}

const pbeNames = [
  "PBE-SHA1-3DES",
  "PBE-SHA1-2DES",
  "PBE-SHA1-RC2-128",
  "PBE-SHA1-RC2-40",
  "PBE-SHA1-RC4-128",
  "PBE-SHA1-RC4-40",
  "PBE-MD5-DES",
  "PBE-SHA1-DES",
  "PBE-MD5-RC2-64",
  "PBE-SHA1-RC2-64",
  "aes-128-cbc",
  "aes-192-cbc",
  "aes-256-cbc",
  "des-ede3-cbc",
  "des-cbc",
];

const macNames = "md5 sha1 sha224 sha256 sha384 sha512 sha512-224 sha512-256 sha3-224 sha3-256 sha3-384 sha3-512".split(
  " ",
);

const notRsa = ["key-not-rsa"];

const wantedExports: readonly Export[] = [
  { name: "default" },
  { name: "legacy", options: ["-legacy"] },
  {
    name: "windows-like",
    options: ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1", "-iter", "2000"],
  },
  { name: "nomac", options: ["-nomac"], warnings: ["mac-missing"] },
  { name: "noenc", options: ["-keypbe", "NONE", "-certpbe", "NONE"] },
  { name: "noenc-nomac", options: ["-keypbe", "NONE", "-certpbe", "NONE", "-nomac"], warnings: ["mac-missing"] },
  { name: "certificate-open", options: ["-certpbe", "NONE"] },
  { name: "key-open", options: ["-keypbe", "NONE"] },
  { name: "nomaciter", options: ["-nomaciter"] },
  { name: "iter-1", options: ["-iter", "1"] },
  { name: "iter-200000", options: ["-iter", "200000"] },
  { name: "friendly-name", options: ["-name", "ein Näme", "-CSP", "Microsoft Enhanced Cryptographic Provider"] },
  { name: "empty-password", password: "" },
  { name: "empty-password-legacy", password: "", options: ["-legacy"] },
  { name: "non-ascii-password", password: "pässwörd €" },
  { name: "non-ascii-password-legacy", password: "pässwörd €", options: ["-legacy"] },
  { name: "astral-password", password: "🔑 key" },
  { name: "long-password", password: "0123456789abcdef".repeat(12), options: ["-legacy"] },
  { name: "chain", leaf: chain.leaf, others: [chain.middle, chain.root] },
  { name: "chain-legacy", leaf: chain.leaf, others: [chain.root, chain.middle], options: ["-legacy"] },
  { name: "rsa4096", key: "rsa4096" },
  { name: "rsa1024", key: "rsa1024", warnings: ["rsa-too-short"] },
  { name: "ec-p256", key: "ec-p256", warnings: notRsa },
  { name: "ec-p384", key: "ec-p384", warnings: notRsa },
  { name: "ec-p521", key: "ec-p521", warnings: notRsa },
  { name: "ec-secp256k1", key: "ec-secp256k1", warnings: notRsa },
  { name: "ed25519", key: "ed25519", warnings: notRsa },
  {
    name: "expired",
    leaf: certificate({
      key: "rsa2048",
      notBefore: new Date("2019-01-01T00:00:00Z"),
      notAfter: new Date("2020-01-01T00:00:00Z"),
    }),
    warnings: ["expired"],
  },
  {
    name: "not-yet-valid",
    leaf: certificate({
      key: "rsa2048",
      notBefore: new Date("2090-01-01T00:00:00Z"),
      notAfter: new Date("2091-01-01T00:00:00Z"),
    }),
    warnings: ["not-yet-valid"],
  },
  // The small key keeps the many files of the two tables small.
  ...pbeNames.map((pbe) => ({
    name: `pbe-${pbe.toLowerCase()}`,
    key: "ec-p256" as const,
    options: ["-keypbe", pbe, "-certpbe", pbe],
    warnings: notRsa,
  })),
  ...macNames.map((mac) => ({
    name: `mac-${mac}`,
    key: "ec-p256" as const,
    options: ["-macalg", mac],
    warnings: notRsa,
  })),
];

/** What `openssl pkcs12 -export` writes. */
export function opensslFiles(workshop: Workshop): CorpusFile[] {
  const source = workshop.run("openssl", "version").trim();
  return wantedExports.map((wanted) => {
    const { name, key = "rsa2048", others = [], password = "secret", options = [] } = wanted;
    const leaf = wanted.leaf ?? selfSigned(key);
    const expected: Readable = {
      leaf,
      chain: name === "chain-legacy" ? [chain.middle, chain.root] : others,
      warnings: wanted.warnings ?? [],
    };
    const bytes = exportPkcs12(workshop, { key, certificates: [leaf, ...others], password, options });
    return { name: `openssl-${name}`, source, bytes, password, expected };
  });
}

/** Writes one file with OpenSSL; its legacy module is loaded for the old ciphers. */
export function exportPkcs12(
  workshop: Workshop,
  wanted: { key: KeyName; certificates: readonly Buffer[]; password: string; options: readonly string[] },
): Buffer {
  const keyFile = workshop.put("key.pem", fixtureKey(wanted.key).export({ type: "pkcs8", format: "pem" }));
  const [leaf, ...others] = wanted.certificates.map((der) => pem("CERTIFICATE", der));
  const certificateFile = workshop.put("leaf.pem", leaf ?? "");
  const more = others.length > 0 ? ["-certfile", workshop.put("others.pem", others.join(""))] : [];
  const providers = ["-provider", "legacy", "-provider", "default"];
  const common = ["pkcs12", "-export", "-inkey", keyFile, "-in", certificateFile, ...more];
  workshop.run(
    "openssl",
    ...common,
    ...providers,
    "-passout",
    `pass:${wanted.password}`,
    "-out",
    "out.p12",
    ...wanted.options,
  );
  return workshop.take("out.p12");
}
