import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { BerValue, required } from "./berValues";
import type { Certificate } from "./certificate";
import { Pkcs12Problem } from "./problem";

/** Key types by OID. Only these reach OpenSSL: others (DSA, DH) could make it calculate for minutes. */
const keyTypes: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.1", "RSA"],
  ["1.2.840.113549.1.1.10", "RSA-PSS"],
  ["1.2.840.10045.2.1", "EC"],
  ["1.3.101.112", "Ed25519"],
  ["1.3.101.113", "Ed448"],
]);
/** A key of RSA-16384 has about 9,300. */
const maxKeyOctets = 16_384;

const curveNames: ReadonlyMap<string, string> = new Map([
  ["prime256v1", "P-256"],
  ["secp384r1", "P-384"],
  ["secp521r1", "P-521"],
]);

/** Loads a private key and gives the public one that belongs to it. */
export function publicKeyOf(pkcs8: Buffer): KeyObject {
  const oid = required(required(BerValue.parse(pkcs8).sequence(), 1).sequence(), 0).oid();
  if (!keyTypes.has(oid)) throw new Pkcs12Problem("unsupported", `a private key of an unsupported type (OID ${oid})`);
  if (pkcs8.length > maxKeyOctets) throw new Pkcs12Problem("unsupported", "a private key of more than 16,384 bits");
  try {
    return createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  } catch {
    throw new Pkcs12Problem("corrupt", "the private key in the file cannot be read; export it again");
  }
}

/** The certificates that hold this public key. `localKeyID` plays no part: it is wrong in real files. */
export function certificatesOf(publicKey: KeyObject, certificates: Certificate[]): Certificate[] {
  const publicKeyInfo = publicKey.export({ type: "spki", format: "der" });
  const octets = required(BerValue.parse(publicKeyInfo).sequence(), 1).bits();
  return certificates.filter(
    (certificate) => certificate.publicKey.equals(octets) || isSameKey(certificate, publicKey),
  );
}

/** The same key can be written in several ways: a compressed point, for example. */
function isSameKey(certificate: Certificate, publicKey: KeyObject): boolean {
  const oid = required(required(BerValue.parse(certificate.publicKeyInfo).sequence(), 0).sequence(), 0).oid();
  if (!keyTypes.has(oid)) return false;
  try {
    return createPublicKey({ key: certificate.publicKeyInfo, format: "der", type: "spki" }).equals(publicKey);
  } catch {
    return false;
  }
}

/** For example `RSA-2048`, `EC P-256`, `Ed25519`. */
export function keyAlgorithmName(publicKey: KeyObject): string {
  const { modulusLength = 0, namedCurve = "" } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType === "rsa") return `RSA-${modulusLength}`;
  if (publicKey.asymmetricKeyType === "rsa-pss") return `RSA-PSS-${modulusLength}`;
  if (publicKey.asymmetricKeyType === "ec") return `EC ${curveNames.get(namedCurve) ?? namedCurve}`.trim();
  return publicKey.asymmetricKeyType === "ed448" ? "Ed448" : "Ed25519";
}
