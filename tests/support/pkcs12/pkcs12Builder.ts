import { bmpString, explicit, implicit, integer, octetString, oid, sequence, set } from "./der";
import type { Encryption } from "./pkcs12Encryption";
import type { Mac } from "./pkcs12Mac";

const bagOid = "1.2.840.113549.1.12.10.1";
const pkcs9Oid = "1.2.840.113549.1.9";
const pkcs7Oid = "1.2.840.113549.1.7";

/** What the tools write beside a certificate or key. */
export interface BagAttributes {
  readonly friendlyName?: string;
  readonly localKeyId?: Buffer;
}

function attributes({ friendlyName, localKeyId }: BagAttributes): Buffer[] {
  const all = [
    ...(friendlyName === undefined ? [] : [sequence(oid(`${pkcs9Oid}.20`), set(bmpString(friendlyName)))]),
    ...(localKeyId === undefined ? [] : [sequence(oid(`${pkcs9Oid}.21`), set(octetString(localKeyId)))]),
  ];
  return all.length === 0 ? [] : [set(...all)];
}

/** A bag of any kind. */
export function bag(kind: number, content: Buffer, extra: BagAttributes = {}): Buffer {
  return sequence(oid(`${bagOid}.${kind}`), explicit(0, content), ...attributes(extra));
}

/** A CertBag. */
export function certificateBag(certificate: Buffer, extra: BagAttributes = {}): Buffer {
  return bag(3, sequence(oid(`${pkcs9Oid}.22.1`), explicit(0, octetString(certificate))), extra);
}

/** A KeyBag: the key in the open. */
export function keyBag(pkcs8: Buffer, extra: BagAttributes = {}): Buffer {
  return bag(1, pkcs8, extra);
}

/** A PKCS8ShroudedKeyBag. */
export function sealedKeyBag(pkcs8: Buffer, encryption: Encryption, extra: BagAttributes = {}): Buffer {
  const { algorithm, data } = encryption(pkcs8);
  return bag(2, sequence(algorithm, octetString(data)), extra);
}

/** Bags in the open. */
export function openSafe(...bags: Buffer[]): Buffer {
  return dataContent(sequence(...bags));
}

/** Bags encrypted together. */
export function sealedSafe(encryption: Encryption, ...bags: Buffer[]): Buffer {
  const { algorithm, data } = encryption(sequence(...bags));
  const content = sequence(oid(`${pkcs7Oid}.1`), algorithm, implicit(0, data));
  return sequence(oid(`${pkcs7Oid}.6`), explicit(0, sequence(integer(0), content)));
}

/** A ContentInfo of type data. */
export function dataContent(content: Buffer): Buffer {
  return sequence(oid(`${pkcs7Oid}.1`), explicit(0, octetString(content)));
}

/** The whole file. */
export function pfx(safes: Buffer[], mac?: Mac): Buffer {
  const authenticated = sequence(...safes);
  return sequence(integer(3), dataContent(authenticated), ...(mac ? [mac(authenticated)] : []));
}
