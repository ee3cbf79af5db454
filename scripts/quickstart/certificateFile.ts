import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import forge from "node-forge";

export interface CertificateWish {
  organization: string;
  daysValid: number;
}

/** A self-signed certificate for `backend.contoso.com` with its key, as a real one would come from an authority. */
export interface CertificateWithKey {
  certificate: forge.pki.Certificate;
  key: forge.pki.rsa.PrivateKey;
  /** SHA-1, upper-case hex; computed by Node, not by the code that the quickstart shows. */
  thumbprint: string;
  /** As Azure prints it. */
  subject: string;
  expirationDate: string;
}

export function issueCertificate({ organization, daysValid }: CertificateWish): CertificateWithKey {
  const pem = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const key = forge.pki.privateKeyFromPem(pem.privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pem.publicKey);
  const now = Math.floor(Date.now() / 1000) * 1000;
  certificate.serialNumber = `01${now.toString(16).padStart(14, "0")}`;
  certificate.validity.notBefore = new Date(now - 3_600_000);
  certificate.validity.notAfter = new Date(now + daysValid * 86_400_000);
  const subject = [
    { name: "organizationName", value: organization },
    { name: "commonName", value: "backend.contoso.com" },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.sign(key, forge.md.sha256.create());
  return {
    certificate,
    key,
    thumbprint: new X509Certificate(forge.pki.certificateToPem(certificate)).fingerprint.replaceAll(":", ""),
    subject: `CN=backend.contoso.com, O=${organization}`,
    expirationDate: certificate.validity.notAfter.toISOString().replace(".000Z", "Z"),
  };
}

/** Exports a certificate with its key as a PKCS#12 file, as `openssl pkcs12 -export` or Windows would. */
export async function writePkcs12(file: string, source: CertificateWithKey, password: string): Promise<void> {
  const { key, certificate } = source;
  const pfx = forge.pkcs12.toPkcs12Asn1(key, certificate, password, { algorithm: "aes256" });
  await writeFile(file, Buffer.from(forge.asn1.toDer(pfx).getBytes(), "binary"), { mode: 0o600 });
}
