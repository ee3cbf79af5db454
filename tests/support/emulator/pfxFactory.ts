import { generateKeyPairSync, X509Certificate } from "node:crypto";
import forge from "node-forge";

interface PfxOptions {
  readonly commonName: string;
  readonly notAfter?: Date;
  /** Leaves the private key out. */
  readonly withoutKey?: boolean;
}

export interface TestPfx {
  /** base64 PKCS#12 */
  readonly data: string;
  readonly thumbprint: string;
  /** The bare certificate as base64 DER. */
  readonly cer: string;
}

function newKeys(): forge.pki.rsa.KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { privateKey: forge.pki.privateKeyFromPem(privateKey), publicKey: forge.pki.publicKeyFromPem(publicKey) };
}

/** Makes a self-signed certificate in a PKCS#12, 3DES as older Windows exports it. */
export function makePfx(password: string, { commonName, notAfter, withoutKey = false }: PfxOptions): TestPfx {
  const keys = newKeys();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date("2020-01-01T00:00:00Z");
  certificate.validity.notAfter = notAfter ?? new Date("2036-01-01T07:00:00Z");
  const name = [
    { name: "countryName", value: "US" },
    { name: "organizationName", value: "Contoso, Inc." },
    { name: "commonName", value: commonName },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const key = withoutKey ? null : keys.privateKey;
  const pfx = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: "3des" });
  const x509 = new X509Certificate(forge.pki.certificateToPem(certificate));
  return {
    data: Buffer.from(forge.asn1.toDer(pfx).getBytes(), "binary").toString("base64"),
    thumbprint: x509.fingerprint.replaceAll(":", ""),
    cer: x509.raw.toString("base64"),
  };
}
