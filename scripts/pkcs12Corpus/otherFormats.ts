import { createPrivateKey, createPublicKey } from "node:crypto";
import { fixtureKey, fixtureKeyPkcs8 } from "../../tests/support/pkcs12/fixtureKeys";
import { selfSigned } from "./certificates";
import type { CorpusFile } from "./corpusFile";
import { exportPkcs12 } from "./opensslFiles";
import { pem, type Workshop } from "./workshop";

type Contents = Readonly<Record<string, Buffer | string>>;

function named(code: string, contents: Contents): CorpusFile[] {
  return Object.entries(contents).map(([name, content]) => ({
    name: `refused-${code}-${name}`,
    source: "openssl and node:crypto",
    bytes: Buffer.from(content),
    expected: { code },
  }));
}

/** What people hand over in the place of PKCS#12. */
export function otherFormats(workshop: Workshop): CorpusFile[] {
  const certificate = selfSigned("rsa2048");
  const key = fixtureKey("rsa2048");
  const good = exportPkcs12(workshop, { key: "rsa2048", certificates: [certificate], password: "secret", options: [] });
  const certificatePem = pem("CERTIFICATE", certificate);
  workshop.put("good.p12", good);
  workshop.put("certificate.pem", certificatePem);
  workshop.put("key.pem", key.export({ type: "pkcs8", format: "pem" }));
  const withAttributes = workshop.run("openssl", "pkcs12", "-in", "good.p12", "-passin", "pass:secret", "-nokeys");
  workshop.run("openssl", "crl2pkcs7", "-nocrl", "-certfile", "certificate.pem", "-outform", "DER", "-out", "out.p7b");
  workshop.run(
    "openssl",
    "req",
    "-new",
    "-key",
    "key.pem",
    "-subj",
    "/CN=request",
    "-outform",
    "DER",
    "-out",
    "request.der",
  );
  const lines = good.toString("base64").match(/.{1,76}/g) ?? [];
  const sealedKey = createPrivateKey(key.export({ type: "pkcs8", format: "pem" })).export({
    type: "pkcs8",
    format: "der",
    cipher: "aes-256-cbc",
    passphrase: "secret",
  });
  return [
    ...named("empty", { "no-bytes": "", "white-space": " \r\n\t\n" }),
    ...named("pem", {
      certificate: certificatePem,
      key: key.export({ type: "pkcs8", format: "pem" }),
      "with-attributes": withAttributes,
      "with-mark": `\uFEFF${certificatePem}`,
      utf16: Buffer.from(`\uFEFF${certificatePem}`, "utf16le"),
      "pkcs12-in-armour": pem("PKCS12", good),
    }),
    ...named("base64", {
      "one-line": good.toString("base64"),
      lines: `${lines.join("\r\n")}\r\n`,
      utf16: Buffer.from(`\uFEFF${good.toString("base64")}`, "utf16le"),
    }),
    ...named("der-certificate", { rsa: certificate, ec: selfSigned("ec-p256") }),
    ...named("corrupt", { "one-octet": Buffer.from([0x30]) }),
    ...named("pkcs7", { certificates: workshop.take("out.p7b") }),
    ...named("not-pkcs12", {
      text: "This is not the file that you are looking for.",
      noise: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
      zip: Buffer.from("504b0304140000000800", "hex"),
      pkcs8: fixtureKeyPkcs8("rsa2048"),
      "pkcs8-encrypted": sealedKey,
      pkcs1: key.export({ type: "pkcs1", format: "der" }),
      sec1: fixtureKey("ec-p256").export({ type: "sec1", format: "der" }),
      "public-key": createPublicKey(key).export({ type: "spki", format: "der" }),
      request: workshop.take("request.der"),
      "git-lfs-pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 2547\n",
      "empty-sequence": Buffer.from([0x30, 0x00]),
    }),
    ...unsupportedChoices(workshop, certificate),
  ];
}

/** Choices that OpenSSL offers and Windows cannot read. */
function unsupportedChoices(workshop: Workshop, certificate: Buffer): CorpusFile[] {
  const choices: Readonly<Record<string, readonly string[]>> = {
    camellia: ["-keypbe", "camellia-256-cbc"],
    aria: ["-certpbe", "aria-128-cbc"],
    ripemd160: ["-macalg", "ripemd160"],
  };
  return Object.entries(choices).map(([name, options]) => ({
    name: `refused-unsupported-${name}`,
    source: "openssl and node:crypto",
    password: "secret",
    bytes: exportPkcs12(workshop, { key: "rsa2048", certificates: [certificate], password: "secret", options }),
    expected: { code: "unsupported" },
  }));
}
