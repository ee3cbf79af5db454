import { createPublicKey, randomBytes, sign, type KeyObject } from "node:crypto";
import { bitString, boolean, explicit, ia5String, integer, nothing, octetString, oid, printableString } from "./der";
import { sequence, set, time, utf8String } from "./der";
import { fixtureKey, type KeyName } from "./fixtureKeys";

/** Attribute types by the short names that Azure prints. */
const attributeOids: Readonly<Record<string, string>> = {
  CN: "2.5.4.3",
  SN: "2.5.4.4",
  SERIALNUMBER: "2.5.4.5",
  C: "2.5.4.6",
  L: "2.5.4.7",
  S: "2.5.4.8",
  STREET: "2.5.4.9",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  T: "2.5.4.12",
  G: "2.5.4.42",
  I: "2.5.4.43",
  DC: "0.9.2342.19200300.100.1.25",
  E: "1.2.840.113549.1.9.1",
};

/** Attribute and value, for example `["CN", "a.example.com"]`; an attribute can be an OID. A Buffer is taken as encoded. */
export type Attribute = readonly [type: string, value: string | Buffer];

/** A name in the order of its encoding; an array inside is one relative name with several attributes. */
export type Name = readonly (Attribute | readonly Attribute[])[];

/** What a certificate is to say. */
export interface CertificateRecipe {
  readonly subject: Name;
  /** @defaultValue the subject: self-signed */
  readonly issuer?: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Whose certificate it is. */
  readonly key: KeyName;
  /** @defaultValue the key itself: self-signed */
  readonly signer?: KeyName;
  /** Whether it may issue others. @defaultValue false */
  readonly authority?: boolean;
  /** @defaultValue random */
  readonly serial?: bigint;
}

/** Issues a certificate; each call makes another one, unless the serial number is given. */
export function issueCertificate(recipe: CertificateRecipe): Buffer {
  const signer = fixtureKey(recipe.signer ?? recipe.key);
  const algorithm = signatureAlgorithm(signer);
  const serial = recipe.serial ?? BigInt(`0x${randomBytes(15).toString("hex")}`);
  const constraints = sequence(
    oid("2.5.29.19"),
    boolean(true),
    octetString(sequence(...(recipe.authority ? [boolean(true)] : []))),
  );
  const toBeSigned = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    encodeName(recipe.issuer ?? recipe.subject),
    sequence(time(recipe.notBefore), time(recipe.notAfter)),
    encodeName(recipe.subject),
    createPublicKey(fixtureKey(recipe.key)).export({ type: "spki", format: "der" }),
    explicit(3, sequence(constraints)),
  );
  const digest = signer.asymmetricKeyType === "ed25519" ? null : "sha256";
  return sequence(toBeSigned, algorithm, bitString(sign(digest, toBeSigned, signer)));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === "rsa") return sequence(oid("1.2.840.113549.1.1.11"), nothing());
  return key.asymmetricKeyType === "ec" ? sequence(oid("1.2.840.10045.4.3.2")) : sequence(oid("1.3.101.112"));
}

/** A Name in DER. */
export function encodeName(name: Name): Buffer {
  return sequence(
    ...name.map((part) => {
      const attributes = isAttribute(part) ? [part] : part;
      return set(...attributes.map(encodeAttribute));
    }),
  );
}

function isAttribute(part: Attribute | readonly Attribute[]): part is Attribute {
  return typeof part[0] === "string";
}

function encodeAttribute([type, value]: Attribute): Buffer {
  return sequence(oid(attributeOids[type] ?? type), typeof value === "string" ? encodeValue(type, value) : value);
}

function encodeValue(type: string, value: string): Buffer {
  if (type === "C" || type === "SERIALNUMBER") return printableString(value);
  return type === "E" || type === "DC" ? ia5String(value) : utf8String(value);
}
