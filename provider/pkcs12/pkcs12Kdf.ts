import { createHash } from "node:crypto";
import type { Digest } from "./digests";
import { iterateHash } from "./iteratedHash";

/** What a derived octet string is for (RFC 7292, appendix B.3). */
export const KdfPurpose = { key: 1, iv: 2, mac: 3 } as const;

/** Input of one derivation. */
export interface Pkcs12KdfRequest {
  readonly digest: Digest;
  readonly purpose: number;
  /** UTF-16BE with its terminator; see `passwordForms`. */
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly octets: number;
}

/** The key derivation of PKCS#12 itself (RFC 7292, appendix B.2), which node:crypto does not offer. */
export async function pkcs12Kdf(request: Pkcs12KdfRequest): Promise<Buffer> {
  const { digest, octets } = request;
  const block = digest.block;
  const diversifier = Buffer.alloc(block, request.purpose);
  const input = Buffer.concat([stretch(request.salt, block), stretch(request.password, block)]);
  const output: Buffer[] = [];
  for (let made = 0; made < octets; made += digest.octets) {
    const piece = createHash(digest.name).update(diversifier).update(input).digest();
    await iterateHash(digest.name, piece, request.rounds - 1);
    output.push(piece);
    if (made + digest.octets < octets) addToBlocks(input, stretchTo(piece, block), block);
  }
  return Buffer.concat(output).subarray(0, octets);
}

/** Repeats the octets up to the next multiple of the block size; nothing stays nothing. */
function stretch(octets: Buffer, block: number): Buffer {
  return stretchTo(octets, block * Math.ceil(octets.length / block));
}

function stretchTo(octets: Buffer, length: number): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, octets);
}

/** Treats each block of the input as a big-endian number and adds the addend plus one, dropping the carry. */
function addToBlocks(input: Buffer, addend: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += input.readUInt8(start + at) + addend.readUInt8(at);
      input.writeUInt8(carry & 0xff, start + at);
      carry >>= 8;
    }
  }
}
