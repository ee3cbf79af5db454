import { createHash } from "node:crypto";

/** The forms of a password: UTF-16BE with its end mark, or the null password of Windows, which has no octets. */
export function utf16Password(password: string | null): Buffer {
  return password === null ? Buffer.alloc(0) : Buffer.from(`${password}\0`, "utf16le").swap16();
}

const blockSizes: Readonly<Record<string, number>> = {
  sha384: 128,
  sha512: 128,
  "sha512-224": 128,
  "sha512-256": 128,
  "sha3-224": 144,
  "sha3-256": 136,
  "sha3-384": 104,
  "sha3-512": 72,
};

/** What is to be derived. */
export interface Derivation {
  readonly digest: string;
  /** 1 key, 2 initialisation vector, 3 MAC key. */
  readonly purpose: 1 | 2 | 3;
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly octets: number;
}

/** RFC 7292, appendix B.2, written for the tests on its own: the blocks are numbers here. */
export function derivePkcs12({ digest, purpose, password, salt, rounds, octets }: Derivation): Buffer {
  const block = blockSizes[digest] ?? 64;
  const modulus = 1n << BigInt(8 * block);
  const fill = (source: Buffer) => {
    const filled = Buffer.alloc(block * Math.ceil(source.length / block));
    return filled.length === 0 ? filled : filled.fill(source);
  };
  let blocks = Buffer.concat([fill(salt), fill(password)]);
  let derived = Buffer.alloc(0);
  while (derived.length < octets) {
    let a = Buffer.concat([Buffer.alloc(block, purpose), blocks]);
    for (let i = 0; i < rounds; i++) a = createHash(digest).update(a).digest();
    derived = Buffer.concat([derived, a]);
    const b = BigInt(`0x${Buffer.alloc(block, a).toString("hex")}`);
    const next: Buffer[] = [];
    for (let at = 0; at < blocks.length; at += block) {
      const sum = (BigInt(`0x${blocks.subarray(at, at + block).toString("hex")}`) + b + 1n) % modulus;
      next.push(Buffer.from(sum.toString(16).padStart(2 * block, "0"), "hex"));
    }
    blocks = Buffer.concat(next);
  }
  return derived.subarray(0, octets);
}
