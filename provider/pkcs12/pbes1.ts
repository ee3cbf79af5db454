import { createHash } from "node:crypto";
import { required, type BerValue } from "./berValues";
import { desCbc, rc2Cbc, rc4Stream, type Cipher, type CipherKey } from "./ciphers";
import { md5, sha1, type Digest } from "./digests";
import type { Decryptor } from "./decryptor";
import { iterateHash } from "./iteratedHash";
import type { PasswordForm } from "./passwordForm";
import { KdfPurpose, pkcs12Kdf } from "./pkcs12Kdf";
import type { WorkBudget } from "./workBudget";

const pkcs12Pbe = "1.2.840.113549.1.12.1";
const pkcs5Pbe = "1.2.840.113549.1.5";

interface Derivation {
  readonly form: PasswordForm;
  readonly salt: Buffer;
  readonly rounds: number;
}

interface Scheme {
  readonly cipher: Cipher;
  readonly deriveKey: (derivation: Derivation) => Promise<CipherKey>;
}

const schemes: ReadonlyMap<string, Scheme> = new Map([
  [`${pkcs12Pbe}.1`, pkcs12Scheme(rc4Stream(128))],
  [`${pkcs12Pbe}.2`, pkcs12Scheme(rc4Stream(40))],
  [`${pkcs12Pbe}.3`, pkcs12Scheme(desCbc(3))],
  [`${pkcs12Pbe}.4`, pkcs12Scheme(desCbc(2))],
  [`${pkcs12Pbe}.5`, pkcs12Scheme(rc2Cbc(128))],
  [`${pkcs12Pbe}.6`, pkcs12Scheme(rc2Cbc(40))],
  [`${pkcs5Pbe}.3`, pkcs5Scheme(desCbc(1), md5)],
  [`${pkcs5Pbe}.6`, pkcs5Scheme(rc2Cbc(64), md5)],
  [`${pkcs5Pbe}.10`, pkcs5Scheme(desCbc(1), sha1)],
  [`${pkcs5Pbe}.11`, pkcs5Scheme(rc2Cbc(64), sha1)],
]);

/** The decryption for one of the older schemes; undefined when the OID is none of them. */
export function pbes1(oid: string, parameters: BerValue | undefined, budget: WorkBudget): Decryptor | undefined {
  const scheme = schemes.get(oid);
  if (!scheme) return undefined;
  const fields = parameters?.sequence() ?? [];
  const salt = required(fields, 0).octets();
  const rounds = required(fields, 1).integer();
  budget.addRounds(rounds);
  return async (data, form) => scheme.cipher.decrypt(await scheme.deriveKey({ form, salt, rounds }), data);
}

/** RFC 7292, appendix C: SHA-1 and the key derivation of PKCS#12. */
function pkcs12Scheme(cipher: Cipher): Scheme {
  return {
    cipher,
    async deriveKey({ form, salt, rounds }) {
      const request = { digest: sha1, password: form.pkcs12, salt, rounds };
      return {
        key: await pkcs12Kdf({ ...request, purpose: KdfPurpose.key, octets: cipher.keyOctets }),
        iv: await pkcs12Kdf({ ...request, purpose: KdfPurpose.iv, octets: cipher.ivOctets }),
      };
    },
  };
}

/** RFC 8018, section 6.1: PBKDF1, of which the first eight octets are the key and the next eight the vector. */
function pkcs5Scheme(cipher: Cipher, { name }: Digest): Scheme {
  return {
    cipher,
    async deriveKey({ form, salt, rounds }) {
      const value = createHash(name).update(form.utf8).update(salt).digest();
      await iterateHash(name, value, rounds - 1);
      return { key: value.subarray(0, 8), iv: value.subarray(8, 16) };
    },
  };
}
