import { createHmac, timingSafeEqual } from "node:crypto";
import { required, type BerValue } from "./berValues";
import { digestsByOid } from "./digests";
import type { PasswordForm } from "./passwordForm";
import { KdfPurpose, pkcs12Kdf } from "./pkcs12Kdf";
import { hmacDigest, parseKeyDerivation } from "./pkcs5Kdf";
import { Pkcs12Problem, unsupportedAlgorithm } from "./problem";
import type { WorkBudget } from "./workBudget";

const pbmac1Oid = "1.2.840.113549.1.5.14";
/** RFC 9579 keys are as long as the hash; anything far beyond is an attempt to make the reader work. */
const maxMacKeyOctets = 256;

/** Tells whether the file's MAC belongs to its content under one form of the password. */
export type MacCheck = (content: Buffer, form: PasswordForm) => Promise<boolean>;

/**
 * Reads MacData. Derives nothing yet: what it will cost is put on the budget.
 * @throws Pkcs12Problem `unsupported`, `too-costly`, `corrupt`
 */
export function parseMac(macData: BerValue, budget: WorkBudget): MacCheck {
  const fields = macData.sequence();
  const digestInfo = required(fields, 0).sequence();
  const algorithm = required(digestInfo, 0).sequence();
  const expected = required(digestInfo, 1).octets();
  const oid = required(algorithm, 0).oid();
  if (oid === pbmac1Oid) return pbmac1(required(algorithm, 1), expected, budget);
  const digest = digestsByOid.get(oid);
  if (!digest) throw unsupportedAlgorithm("integrity (MAC)", oid);
  const salt = required(fields, 1).octets();
  const rounds = fields[2]?.integer() ?? 1;
  budget.addRounds(rounds);
  return async (content, form) => {
    const request = { digest, salt, rounds, purpose: KdfPurpose.mac, octets: digest.octets };
    const key = await pkcs12Kdf({ ...request, password: form.pkcs12 });
    return equals(createHmac(digest.name, key).update(content).digest(), expected);
  };
}

/** RFC 9579: key derivation and HMAC of PKCS#5; the salt and iterations of MacData itself mean nothing then. */
function pbmac1(parameters: BerValue, expected: Buffer, budget: WorkBudget): MacCheck {
  const fields = parameters.sequence();
  const derivation = parseKeyDerivation(required(fields, 0), budget);
  const digest = hmacDigest(required(fields, 1));
  const octets = derivation.keyOctets ?? digest.octets;
  if (octets < 1 || octets > maxMacKeyOctets) {
    throw new Pkcs12Problem("corrupt", "the MAC's key length is out of range");
  }
  return async (content, form) => {
    const key = await derivation.derive(form.utf8, octets);
    return equals(createHmac(digest.name, key).update(content).digest(), expected);
  };
}

function equals(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
