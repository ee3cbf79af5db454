import { required, type BerValue } from "./berValues";
import { aesCbc, desCbc, type Cipher } from "./ciphers";
import type { Decryptor } from "./decryptor";
import { parseKeyDerivation } from "./pkcs5Kdf";
import { Pkcs12Problem, unsupportedAlgorithm } from "./problem";
import type { WorkBudget } from "./workBudget";

const aesOid = "2.16.840.1.101.3.4.1";

const ciphers: ReadonlyMap<string, Cipher> = new Map([
  [`${aesOid}.2`, aesCbc(128)],
  [`${aesOid}.22`, aesCbc(192)],
  [`${aesOid}.42`, aesCbc(256)],
  ["1.2.840.113549.3.7", desCbc(3)],
  ["1.3.14.3.2.7", desCbc(1)],
]);

/** RFC 8018, section 6.2: the parameters of PBES2. */
export function pbes2(parameters: BerValue, budget: WorkBudget): Decryptor {
  const fields = parameters.sequence();
  const scheme = required(fields, 1).sequence();
  const cipherOid = required(scheme, 0).oid();
  const cipher = ciphers.get(cipherOid);
  if (!cipher) throw unsupportedAlgorithm("encryption", cipherOid);
  const iv = required(scheme, 1).octets();
  if (iv.length !== cipher.ivOctets)
    throw new Pkcs12Problem("corrupt", "an initialisation vector has the wrong length");
  const derivation = parseKeyDerivation(required(fields, 0), budget);
  if (derivation.keyOctets !== undefined && derivation.keyOctets !== cipher.keyOctets) {
    throw new Pkcs12Problem("corrupt", "a key length that does not belong to the cipher");
  }
  return async (data, form) => {
    const key = await derivation.derive(form.utf8, cipher.keyOctets);
    return cipher.decrypt({ key, iv }, data);
  };
}
