import { pbkdf2, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { required, Tag, type BerValue } from "./berValues";
import { hmacsByOid, sha1 } from "./digests";
import { unsupportedAlgorithm } from "./problem";
import type { WorkBudget } from "./workBudget";

const pbkdf2Oid = "1.2.840.113549.1.5.12";
const scryptOid = "1.3.6.1.4.1.11591.4.11";

const derivePbkdf2 = promisify(pbkdf2);

/** A key derivation that is ready to run off the event loop. */
export interface KeyDerivation {
  /** The length of the key, where the file names it. */
  readonly keyOctets: number | undefined;
  derive(password: Buffer, octets: number): Promise<Buffer>;
}

/** Reads a KeyDerivationFunc of PKCS#5 (PBKDF2, scrypt) and puts its cost on the budget. */
export function parseKeyDerivation(algorithm: BerValue, budget: WorkBudget): KeyDerivation {
  const fields = algorithm.sequence();
  const oid = required(fields, 0).oid();
  if (oid === pbkdf2Oid) return parsePbkdf2(required(fields, 1), budget);
  if (oid === scryptOid) return parseScrypt(required(fields, 1), budget);
  throw unsupportedAlgorithm("key derivation", oid);
}

/** RFC 8018, appendix A.2: salt, iterationCount, keyLength OPTIONAL, prf DEFAULT hmacWithSHA1. */
function parsePbkdf2(parameters: BerValue, budget: WorkBudget): KeyDerivation {
  const [salt, iterationCount, ...rest] = parameters.sequence();
  const fields = [salt, iterationCount].filter((field) => field !== undefined);
  const saltOctets = required(fields, 0).octets();
  const rounds = required(fields, 1).integer();
  const prf = rest.find((field) => field.is(Tag.sequence));
  const digest = prf ? hmacDigest(prf) : sha1;
  budget.addRounds(rounds);
  return {
    keyOctets: rest.find((field) => field.is(Tag.integer))?.integer(),
    derive: (password, octets) => derivePbkdf2(password, saltOctets, rounds, octets, digest.name),
  };
}

/** RFC 7914, section 7: salt, N, r, p, keyLength OPTIONAL. */
function parseScrypt(parameters: BerValue, budget: WorkBudget): KeyDerivation {
  const fields = parameters.sequence();
  const salt = required(fields, 0).octets();
  const cost = {
    n: required(fields, 1).integer(),
    r: required(fields, 2).integer(),
    p: required(fields, 3).integer(),
  };
  budget.addScrypt(cost);
  // Twice the 128·N·r octets of the algorithm: OpenSSL counts its own working space too.
  const options = { ...cost, N: cost.n, maxmem: 256 * cost.n * cost.r + 1_048_576 };
  return {
    keyOctets: fields[4]?.integer(),
    derive: (password, octets) =>
      new Promise((resolve, reject) => {
        scrypt(password, salt, octets, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  };
}

/** The hash function of an HMAC's AlgorithmIdentifier. */
export function hmacDigest(algorithm: BerValue) {
  const oid = required(algorithm.sequence(), 0).oid();
  const digest = hmacsByOid.get(oid);
  if (!digest) throw unsupportedAlgorithm("HMAC", oid);
  return digest;
}
