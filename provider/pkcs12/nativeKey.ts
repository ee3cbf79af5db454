import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { BerValue, required, Tag } from "./berValues";
import type { Certificate } from "./certificate";
import { Pkcs12Problem } from "./problem";
import type { Pkcs8, PrivateKey } from "./privateKeyFacts";

const curveNames: ReadonlyMap<string, string> = new Map([
  ["prime256v1", "P-256"],
  ["secp384r1", "P-384"],
  ["secp521r1", "P-521"],
]);

/** A key on a curve: OpenSSL works out which public key belongs to it. */
export function nativeKey(pkcs8: Pkcs8): PrivateKey {
  const publicKey = loadPublicKey(pkcs8);
  const identity = publicKeyOctets(publicKey).toString("base64");
  return {
    algorithm: algorithmName(publicKey),
    identity,
    belongsTo: (certificate) => isKeyOf(certificate, publicKey, pkcs8.oid),
  };
}

/** Java writes the public key behind the private one (RFC 5958), which OpenSSL 3.0 does not take: only three fields are passed on. */
function loadPublicKey({ algorithm, key }: Pkcs8): KeyObject {
  const fields = Buffer.concat([Buffer.from([Tag.integer, 1, 0]), algorithm.whole, key.whole]);
  try {
    return createPublicKey(createPrivateKey({ key: derSequence(fields), format: "der", type: "pkcs8" }));
  } catch {
    throw new Pkcs12Problem("corrupt", "the private key in the file cannot be read; export it again");
  }
}

function derSequence(content: Buffer): Buffer {
  const header = Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([header, content]);
}

function publicKeyOctets(publicKey: KeyObject): Buffer {
  return required(BerValue.parse(publicKey.export({ type: "spki", format: "der" })).sequence(), 1).bits();
}

/** The same key can be written in several ways: a compressed point, for example. */
function isKeyOf(certificate: Certificate, publicKey: KeyObject, oid: string): boolean {
  if (certificate.publicKeyOid !== oid) return false;
  try {
    return createPublicKey({ key: certificate.publicKeyInfo, format: "der", type: "spki" }).equals(publicKey);
  } catch {
    return false;
  }
}

function algorithmName(publicKey: KeyObject): string {
  const { namedCurve = "" } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType === "ec") return `EC ${curveNames.get(namedCurve) ?? namedCurve}`.trim();
  return publicKey.asymmetricKeyType === "ed448" ? "Ed448" : "Ed25519";
}
