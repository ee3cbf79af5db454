import { issueCertificate, type CertificateRecipe, type Name } from "../../tests/support/pkcs12/certificateBuilder";
import type { KeyName } from "../../tests/support/pkcs12/fixtureKeys";

const validity = { notBefore: new Date("2024-02-29T12:34:56Z"), notAfter: new Date("2046-01-01T07:00:00Z") };
const company: Name = [
  ["C", "US"],
  ["S", "WA"],
  ["L", "Redmond"],
  ["O", "Example Corporation"],
];
const rootName: Name = [
  ["O", "Example"],
  ["CN", "Root"],
];
const middleName: Name = [
  ["O", "Example"],
  ["CN", "Intermediate"],
];

/** A certificate of the corpus with everything but its particulars filled in. */
export function certificate(recipe: Partial<CertificateRecipe> & { key: KeyName }): Buffer {
  return issueCertificate({ ...validity, serial: 0x4d5a6978n, subject: leafName("leaf.example.com"), ...recipe });
}

/** A subject of the usual kind. */
export function leafName(commonName: string): Name {
  return [...company, ["CN", commonName]];
}

const made = new Map<KeyName, Buffer>();

/** Self-signed, by type of key; always the same one, though signatures with EC differ each time. */
export function selfSigned(key: KeyName): Buffer {
  const known = made.get(key) ?? certificate({ key });
  made.set(key, known);
  return known;
}

/** Root, intermediate and leaf. */
export const chain = {
  root: certificate({ subject: rootName, key: "authority", authority: true, serial: 1n }),
  middle: certificate({
    subject: middleName,
    issuer: rootName,
    key: "rsa2048-other",
    signer: "authority",
    authority: true,
    serial: 2n,
  }),
  leaf: certificate({ issuer: middleName, key: "rsa2048", signer: "rsa2048-other", serial: 3n }),
};
