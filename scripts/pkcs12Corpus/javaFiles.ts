import { chain, selfSigned } from "./certificates";
import type { CorpusFile } from "./corpusFile";
import { exportPkcs12 } from "./opensslFiles";
import { pem, type Workshop } from "./workshop";

const password = "changeit";

/** Keystores that Java's keytool writes; none where it is not installed. */
export function javaFiles(workshop: Workshop): CorpusFile[] {
  if (!workshop.has("keytool", "-help")) return [];
  const source = "keytool";
  const rsa = selfSigned("rsa2048");
  const common = { source, password };
  return [
    { ...common, name: "keytool-rsa", bytes: keystore(workshop, { certificates: [rsa] }), expected: { leaf: rsa } },
    {
      ...common,
      name: "keytool-rsa-legacy",
      bytes: keystore(workshop, { certificates: [rsa], legacy: true }),
      expected: { leaf: rsa },
    },
    {
      ...common,
      name: "keytool-chain",
      bytes: keystore(workshop, { certificates: [chain.leaf, chain.middle, chain.root] }),
      expected: { leaf: chain.leaf, chain: [chain.middle, chain.root] },
    },
    {
      ...common,
      name: "keytool-ec",
      bytes: keystore(workshop, { certificates: [selfSigned("ec-p256")], key: "ec-p256" }),
      expected: { leaf: selfSigned("ec-p256"), warnings: ["key-not-rsa"] },
    },
    {
      ...common,
      name: "keytool-key-and-trusted",
      bytes: keystore(workshop, { certificates: [rsa], trusted: chain.root }),
      expected: { leaf: rsa, chain: [chain.root] },
    },
    {
      ...common,
      name: "keytool-trust-store",
      bytes: trustStore(workshop, chain.root),
      expected: { code: "no-private-key" },
    },
    {
      ...common,
      name: "keytool-jks",
      bytes: keystore(workshop, { certificates: [rsa], type: "JKS" }),
      expected: { code: "jks" },
    },
    {
      ...common,
      name: "keytool-jceks",
      bytes: keystore(workshop, { certificates: [rsa], type: "JCEKS" }),
      expected: { code: "jks" },
    },
  ];
}

interface Keystore {
  readonly certificates: readonly Buffer[];
  readonly key?: "rsa2048" | "ec-p256";
  readonly legacy?: boolean;
  readonly type?: string;
  readonly trusted?: Buffer;
}

function keystore(workshop: Workshop, wanted: Keystore): Buffer {
  const { certificates, key = "rsa2048", legacy = false, type = "PKCS12", trusted } = wanted;
  workshop.put("source.p12", exportPkcs12(workshop, { key, certificates, password, options: ["-name", "main"] }));
  const name = `store-${Date.now()}`;
  const from = ["-srckeystore", "source.p12", "-srcstoretype", "PKCS12", "-srcstorepass", password];
  const to = ["-destkeystore", name, "-deststoretype", type, "-deststorepass", password];
  const java = legacy ? ["-J-Dkeystore.pkcs12.legacy=true"] : [];
  workshop.run("keytool", ...java, "-importkeystore", "-noprompt", ...from, ...to);
  if (trusted) importTrusted(workshop, name, trusted);
  return workshop.take(name);
}

function trustStore(workshop: Workshop, trusted: Buffer): Buffer {
  const name = `trust-${Date.now()}`;
  importTrusted(workshop, name, trusted);
  return workshop.take(name);
}

function importTrusted(workshop: Workshop, store: string, trusted: Buffer): void {
  const file = workshop.put("trusted.pem", pem("CERTIFICATE", trusted));
  const options = [
    "-alias",
    "trusted",
    "-file",
    file,
    "-keystore",
    store,
    "-storetype",
    "PKCS12",
    "-storepass",
    password,
  ];
  workshop.run("keytool", "-importcert", "-noprompt", ...options);
}
