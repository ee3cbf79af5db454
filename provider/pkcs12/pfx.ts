import { BerValue, required } from "./berValues";
import { collectBags, type Bags, type SealedOctets } from "./bags";
import { parseEncryption } from "./encryption";
import { parseMac, type MacCheck } from "./mac";
import { Pkcs12Problem } from "./problem";
import type { WorkBudget } from "./workBudget";

const pkcs7Oid = "1.2.840.113549.1.7";

/** A file taken apart as far as that goes without a password. */
export interface Pfx {
  /** The octets that the MAC covers. */
  readonly authenticated: Buffer;
  /** Absent where the file has no MAC. */
  readonly mac: MacCheck | undefined;
  /** What stands in the file openly. */
  readonly bags: Bags;
  /** Safe contents that a password opens. */
  readonly sealedContents: SealedOctets[];
}

/**
 * Reads the outer structure (RFC 7292, section 4). The budget then knows the cost of all that is not itself encrypted.
 * @throws Pkcs12Problem, BerError
 */
export function readPfx(pfx: BerValue, budget: WorkBudget): Pfx {
  const [version, authSafe, macData] = pfx.sequence();
  const fields = [version, authSafe].filter((field) => field !== undefined);
  const number = required(fields, 0).integer();
  if (number !== 3)
    throw new Pkcs12Problem(
      "unsupported",
      `the file is PKCS#12 of version ${number}; only version 3 is in use, so export it again`,
    );
  const authenticated = dataContent(required(fields, 1));
  const mac = macData && parseMac(macData, budget);
  const bags: Bags = { certificates: [], keys: [], sealedKeys: [] };
  const sealedContents: SealedOctets[] = [];
  for (const contentInfo of BerValue.parse(authenticated).sequence()) {
    const oid = required(contentInfo.sequence(), 0).oid();
    if (oid === `${pkcs7Oid}.6`) sealedContents.push(encryptedContent(contentInfo, budget));
    else collectBags(BerValue.parse(dataContent(contentInfo)), bags, budget);
  }
  return { authenticated, mac, bags, sealedContents };
}

function dataContent(contentInfo: BerValue): Buffer {
  const fields = contentInfo.sequence();
  const oid = required(fields, 0).oid();
  if (oid !== `${pkcs7Oid}.1`) {
    throw new Pkcs12Problem(
      "unsupported",
      `the file is protected by public keys instead of a password (OID ${oid}); export it again with a password`,
    );
  }
  return required(fields, 1).explicit(0).octets();
}

function encryptedContent(contentInfo: BerValue, budget: WorkBudget): SealedOctets {
  const encryptedData = required(contentInfo.sequence(), 1).explicit(0).sequence();
  const info = required(encryptedData, 1).sequence();
  return { decrypt: parseEncryption(required(info, 1), budget), data: required(info, 2).joined() };
}
