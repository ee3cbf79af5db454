import { required, type BerValue } from "./berValues";
import type { Decryptor } from "./decryptor";
import { parseEncryption } from "./encryption";
import { Pkcs12Problem } from "./problem";
import type { WorkBudget } from "./workBudget";

const bagOid = "1.2.840.113549.1.12.10.1";
const x509CertificateOid = "1.2.840.113549.1.9.22.1";

/** Octets that a password opens. */
export interface SealedOctets {
  readonly data: Buffer;
  readonly decrypt: Decryptor;
}

/** What the safe contents of a file hold, in the file's order. CRLs and secrets are passed over. */
export interface Bags {
  readonly certificates: Buffer[];
  /** PKCS#8, not encrypted. */
  readonly keys: Buffer[];
  /** PKCS#8, encrypted. */
  readonly sealedKeys: SealedOctets[];
}

/** Real files hold a handful. */
const maxBags = 500;

/**
 * Reads SafeContents, and those nested in it, into the bags.
 * @throws Pkcs12Problem, BerError
 */
export function collectBags(safeContents: BerValue, bags: Bags, budget: WorkBudget): void {
  for (const safeBag of safeContents.sequence()) {
    const { certificates, keys, sealedKeys } = bags;
    if (certificates.length + keys.length + sealedKeys.length >= maxBags) {
      throw new Pkcs12Problem("too-large", `the file holds more than ${maxBags} certificates and keys`);
    }
    const fields = safeBag.sequence();
    const oid = required(fields, 0).oid();
    const value = () => required(fields, 1).explicit(0);
    if (oid === `${bagOid}.1`) bags.keys.push(value().whole);
    else if (oid === `${bagOid}.2`) bags.sealedKeys.push(sealedKey(value(), budget));
    else if (oid === `${bagOid}.3`) collectCertificate(value(), bags);
    else if (oid === `${bagOid}.6`) collectBags(value(), bags, budget);
  }
}

function sealedKey(encryptedPrivateKeyInfo: BerValue, budget: WorkBudget): SealedOctets {
  const fields = encryptedPrivateKeyInfo.sequence();
  return { decrypt: parseEncryption(required(fields, 0), budget), data: required(fields, 1).octets() };
}

function collectCertificate(certBag: BerValue, bags: Bags): void {
  const fields = certBag.sequence();
  if (required(fields, 0).oid() !== x509CertificateOid) return;
  bags.certificates.push(required(fields, 1).explicit(0).octets());
}
