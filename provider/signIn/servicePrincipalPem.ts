import { readFile } from "node:fs/promises";
import type { SignInSettings } from "./settings";

/** A service principal's certificate in the form `@azure/identity` takes: PEM with certificate and private key. */
export interface PemCertificate {
  readonly certificate: string;
  readonly certificatePassword?: string;
}

/**
 * Reads the service principal's certificate file. azure-native takes PKCS#12 and PEM, `@azure/identity` PEM only.
 *
 * @throws Error when the file cannot be read, or its password is wrong.
 */
export async function readServicePrincipalPem(settings: SignInSettings): Promise<PemCertificate> {
  const { clientCertificatePath: path = "", clientCertificatePassword: password } = settings;
  const bytes = await readFile(path);
  const text = bytes.toString("latin1");
  if (text.includes("-----BEGIN ")) {
    return { certificate: text, ...(password !== undefined && { certificatePassword: password }) };
  }
  return { certificate: await pemOfPkcs12(text, password ?? "") };
}

async function pemOfPkcs12(bytes: string, password: string): Promise<string> {
  const { default: forge } = await import("node-forge");
  const { pkcs12, asn1, pki } = forge;
  const file = open(() => pkcs12.pkcs12FromAsn1(asn1.fromDer(bytes), password));
  const bags = (type: string | undefined): ReturnType<typeof file.getBags>[string] & object =>
    (type === undefined ? undefined : file.getBags({ bagType: type })[type]) ?? [];
  const keys = [...bags(pki.oids.pkcs8ShroudedKeyBag), ...bags(pki.oids.keyBag)].flatMap(({ key }) => key ?? []);
  const certificates = bags(pki.oids.certBag).flatMap(({ cert }) => cert ?? []);
  const [key] = keys;
  if (!key || certificates.length === 0) throw new Error("the certificate file holds no RSA key with its certificate");
  // Microsoft Entra recognizes the certificate by the first one: the one that is the key's.
  const isLeaf = (certificate: (typeof certificates)[number]): boolean =>
    (certificate.publicKey as { n?: { equals(other: unknown): boolean } }).n?.equals((key as { n: unknown }).n) ===
    true;
  const ordered = [...certificates.filter(isLeaf), ...certificates.filter((certificate) => !isLeaf(certificate))];
  return [pki.privateKeyToPem(key), ...ordered.map((certificate) => pki.certificateToPem(certificate))].join("\n");
}

function open<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // node-forge's messages end with a question mark or a dump of the structure; the first sentence says it.
    const [reason] = error instanceof Error ? error.message.split(/[.\n]/) : [];
    throw new Error(
      `the certificate file is neither PEM nor a PKCS#12 file with this password (${reason ?? "unreadable"})`,
      { cause: error },
    );
  }
}
