import { createDecipheriv } from "node:crypto";
import { rc2CbcDecrypt } from "./rc2";
import { rc4 } from "./rc4";

/** The key does not fit the data: a wrong password, or damaged octets. */
export class DecryptionError extends Error {
  override readonly name = "DecryptionError";
}

/** Key and initialisation vector, of the lengths that the cipher asks for. */
export interface CipherKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** A cipher that occurs in PKCS#12 files. */
export interface Cipher {
  readonly keyOctets: number;
  /** 0 for a stream cipher. */
  readonly ivOctets: number;
  /** @throws DecryptionError */
  decrypt(cipherKey: CipherKey, data: Buffer): Buffer;
}

/** AES in CBC mode. */
export function aesCbc(keyBits: 128 | 192 | 256): Cipher {
  return nativeCbc(`aes-${keyBits}-cbc`, { keyOctets: keyBits / 8, ivOctets: 16 });
}

/** DES in its variants: one key (DES itself), two keys, three keys. All are triple DES with keys repeated. */
export function desCbc(keys: 1 | 2 | 3): Cipher {
  return nativeCbc("des-ede3-cbc", { keyOctets: keys * 8, ivOctets: 8 });
}

function nativeCbc(name: string, lengths: { keyOctets: number; ivOctets: number }): Cipher {
  return {
    ...lengths,
    decrypt({ key, iv }, data) {
      const wholeKey = name === "des-ede3-cbc" ? Buffer.alloc(24, key) : key;
      try {
        const decipher = createDecipheriv(name, wholeKey, iv);
        return Buffer.concat([decipher.update(data), decipher.final()]);
      } catch (error) {
        throw new DecryptionError("the key does not fit the data", { cause: error });
      }
    },
  };
}

/** RC2 in CBC mode with an effective key length of as many bits as the key has. */
export function rc2Cbc(keyBits: number): Cipher {
  return {
    keyOctets: keyBits / 8,
    ivOctets: 8,
    decrypt({ key, iv }, data) {
      if (data.length === 0 || data.length % 8 !== 0) throw new DecryptionError("not a whole number of blocks");
      return withoutPadding(rc2CbcDecrypt(key, iv, { data, effectiveBits: keyBits }));
    },
  };
}

/** RC4, a stream cipher: it has no padding, so that a wrong key is noticed by the content only. */
export function rc4Stream(keyBits: number): Cipher {
  return {
    keyOctets: keyBits / 8,
    ivOctets: 0,
    decrypt({ key }, data) {
      return rc4(key, data);
    },
  };
}

function withoutPadding(padded: Buffer): Buffer {
  const count = padded.readUInt8(padded.length - 1);
  const padding = padded.subarray(padded.length - count);
  if (count < 1 || count > 8 || padding.some((octet) => octet !== count)) {
    throw new DecryptionError("the padding is not valid");
  }
  return padded.subarray(0, padded.length - count);
}
