import { generateKeyPair } from "node:crypto";
import { isIP } from "node:net";
import { promisify } from "node:util";
import type { pki } from "node-forge";
import { loadNodeForge, type NodeForge } from "../pkcs12/nodeForge";

/** A server certificate and the authority that signed it, all PEM. */
export interface ThrowAwayCertificate {
  readonly caCertificate: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const validDays = 30;
const ipAddressName = 7;
const dnsName = 2;

async function newKeyPem(): Promise<{ privateKey: string; publicKey: string }> {
  return await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

function blankCertificate(forge: NodeForge, commonName: string, serialNumber: string): pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.serialNumber = serialNumber;
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + validDays * 86_400_000);
  certificate.setSubject([{ name: "commonName", value: commonName }]);
  return certificate;
}

function alternativeNames(host: string): object[] {
  return [...new Set(["localhost", "127.0.0.1", "::1", host])].map((name) =>
    isIP(name) === 0 ? { type: dnsName, value: name } : { type: ipAddressName, ip: name },
  );
}

/** Makes an authority that signs one certificate and is forgotten: its private key is never written anywhere. */
export async function makeThrowAwayCertificate(host: string): Promise<ThrowAwayCertificate> {
  const forge = loadNodeForge();
  const [caKeys, serverKeys] = await Promise.all([newKeyPem(), newKeyPem()]);
  const caKey = forge.pki.privateKeyFromPem(caKeys.privateKey);
  // A name of its own for each run: trust stores look authorities up by name.
  const serial = Date.now().toString(16).padStart(12, "0");
  const authority = blankCertificate(forge, `apim-credentials emulator ${serial}`, `01${serial}`);
  authority.publicKey = forge.pki.publicKeyFromPem(caKeys.publicKey);
  authority.setIssuer(authority.subject.attributes);
  authority.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  authority.sign(caKey, forge.md.sha256.create());

  const server = blankCertificate(forge, "localhost", `02${serial}`);
  server.publicKey = forge.pki.publicKeyFromPem(serverKeys.publicKey);
  server.setIssuer(authority.subject.attributes);
  server.setExtensions([
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: alternativeNames(host) },
    { name: "authorityKeyIdentifier", keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes() },
  ]);
  server.sign(caKey, forge.md.sha256.create());
  return {
    caCertificate: forge.pki.certificateToPem(authority),
    certificate: forge.pki.certificateToPem(server),
    privateKey: serverKeys.privateKey,
  };
}
