import { createHash } from "node:crypto";
import { BerError } from "./ber";
import { BerValue, required } from "./berValues";
import { distinguishedName } from "./distinguishedName";
import { asn1Time } from "./asn1Time";

/** The parts of an X.509 certificate that this reader needs. */
export interface Certificate {
  /** SHA-1 of the octets as they stand in the file, upper-case hexadecimal: encoding them anew could change them. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: string;
  readonly expirationDate: string;
  /** The encoded names, for comparison with each other. */
  readonly encodedSubject: Buffer;
  readonly encodedIssuer: Buffer;
  /** SubjectPublicKeyInfo, encoded. */
  readonly publicKeyInfo: Buffer;
  /** Its algorithm. */
  readonly publicKeyOid: string;
  /** The octets of the public key itself. */
  readonly publicKey: Buffer;
}

/**
 * Reads a certificate (RFC 5280, section 4.1).
 * @throws BerError
 */
export function readCertificate(octets: Buffer): Certificate {
  const certificate = BerValue.parse(octets);
  if (certificate.element.end !== octets.length) throw new BerError("a certificate with trailing bytes");
  const fields = required(certificate.sequence(), 0).sequence();
  const first = fields[0]?.isContext(0) ? 2 : 1;
  const [, issuer, validity, subject, publicKeyInfo] = [0, 1, 2, 3, 4].map((index) => required(fields, first + index));
  if (!issuer || !validity || !subject || !publicKeyInfo) throw new BerError("a certificate that lacks a field");
  const publicKeyFields = publicKeyInfo.sequence();
  const dates = validity.sequence();
  return {
    thumbprint: createHash("sha1").update(octets).digest("hex").toUpperCase(),
    subject: distinguishedName(subject),
    notBefore: asn1Time(required(dates, 0)),
    expirationDate: asn1Time(required(dates, 1)),
    encodedSubject: subject.whole,
    encodedIssuer: issuer.whole,
    publicKeyInfo: publicKeyInfo.whole,
    publicKeyOid: required(required(publicKeyFields, 0).sequence(), 0).oid(),
    publicKey: required(publicKeyFields, 1).bits(),
  };
}
