import { createCipheriv, pbkdf2Sync, randomBytes, scryptSync } from "node:crypto";
import { integer, nothing, octetString, oid, sequence } from "./der";
import { derivePkcs12, utf16Password } from "./keyDerivation";

/** Encrypted octets and the AlgorithmIdentifier that says how. */
interface Encrypted {
  readonly algorithm: Buffer;
  readonly data: Buffer;
}

/** Encrypts octets for a PKCS#12 file. */
export type Encryption = (plain: Buffer) => Encrypted;

const hmacOids: Readonly<Record<string, string>> = {
  sha1: "1.2.840.113549.2.7",
  sha224: "1.2.840.113549.2.8",
  sha256: "1.2.840.113549.2.9",
  sha384: "1.2.840.113549.2.10",
  sha512: "1.2.840.113549.2.11",
};

const ciphers = {
  "aes-128-cbc": { oid: "2.16.840.1.101.3.4.1.2", key: 16, iv: 16 },
  "aes-192-cbc": { oid: "2.16.840.1.101.3.4.1.22", key: 24, iv: 16 },
  "aes-256-cbc": { oid: "2.16.840.1.101.3.4.1.42", key: 32, iv: 16 },
  "des-ede3-cbc": { oid: "1.2.840.113549.3.7", key: 24, iv: 8 },
} as const;

/** The AlgorithmIdentifier of an HMAC. */
export function hmacAlgorithm(digest: string): Buffer {
  return sequence(oid(hmacOids[digest] ?? ""), nothing());
}

/** The AlgorithmIdentifier of PBKDF2. */
export function pbkdf2Algorithm(parameters: { salt: Buffer; rounds: number; octets?: number; digest: string }): Buffer {
  const { salt, rounds, octets, digest } = parameters;
  const length = octets === undefined ? [] : [integer(octets)];
  // SHA-1 is the default, which DER leaves out.
  const prf = digest === "sha1" ? [] : [hmacAlgorithm(digest)];
  return sequence(oid("1.2.840.113549.1.5.12"), sequence(octetString(salt), integer(rounds), ...length, ...prf));
}

/** How PBES2 is to encrypt. */
export interface Pbes2Options {
  readonly password: string;
  readonly rounds?: number;
  readonly digest?: string;
  readonly cipher?: keyof typeof ciphers;
  /** Instead of PBKDF2. */
  readonly scrypt?: { n: number; r: number; p: number };
  /** What the file claims instead of `rounds`: such a file cannot be opened. */
  readonly claimedRounds?: number;
}

/** PBES2 with PBKDF2 or scrypt. */
export function pbes2(options: Pbes2Options): Encryption {
  const { password, rounds = 2048, digest = "sha256", scrypt } = options;
  const cipherName = options.cipher ?? "aes-256-cbc";
  const cipher = ciphers[cipherName];
  return (plain) => {
    const salt = randomBytes(16);
    const iv = randomBytes(cipher.iv);
    const secret = Buffer.from(password, "utf8");
    const key = scrypt
      ? scryptSync(secret, salt, cipher.key, { N: scrypt.n, r: scrypt.r, p: scrypt.p, maxmem: 2 ** 30 })
      : pbkdf2Sync(secret, salt, rounds, cipher.key, digest);
    const derivation = scrypt
      ? sequence(
          oid("1.3.6.1.4.1.11591.4.11"),
          sequence(octetString(salt), ...[scrypt.n, scrypt.r, scrypt.p].map(integer)),
        )
      : pbkdf2Algorithm({ salt, rounds: options.claimedRounds ?? rounds, digest });
    const encipher = createCipheriv(cipherName, key, iv);
    return {
      algorithm: sequence(
        oid("1.2.840.113549.1.5.13"),
        sequence(derivation, sequence(oid(cipher.oid), octetString(iv))),
      ),
      data: Buffer.concat([encipher.update(plain), encipher.final()]),
    };
  };
}

/** The older scheme of PKCS#12 itself with triple DES; `null` is the null password of Windows. */
export function tripleDes(password: string | null, rounds = 2048): Encryption {
  return (plain) => {
    const salt = randomBytes(8);
    const request = { digest: "sha1", password: utf16Password(password), salt, rounds };
    const key = derivePkcs12({ ...request, purpose: 1, octets: 24 });
    const iv = derivePkcs12({ ...request, purpose: 2, octets: 8 });
    const encipher = createCipheriv("des-ede3-cbc", key, iv);
    return {
      algorithm: sequence(oid("1.2.840.113549.1.12.1.3"), sequence(octetString(salt), integer(rounds))),
      data: Buffer.concat([encipher.update(plain), encipher.final()]),
    };
  };
}
