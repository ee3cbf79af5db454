/** RFC 2268, section 2: the permutation that the key expansion looks values up in. */
const piTable = Buffer.from(
  "2Xj5xBndte0o6f15SqDYncZ+N4MrdlOOYkxkiESL+6IXmln1h7NPE2FFbY0JgX0yvY9A64a3ewvwlSEiXGtOglTWZZPOYLIcc1bAFKeM8dwSdcofO77k" +
    "0UI91DCjPLYmb78O2kZpB1cn8h2bvJRDA/gRx/aQ7z7nBsPVL8hmHtcI6OregFLu94Sqcqw1TWoqlhrScVoVSXRLn9BeBBik7MLgQW4PUcvMJJGvUKH0" +
    "cDmZfDqFI7i0evwCNlslVZcxLV36mOOKkq4F3ykQZ2y6ydMA5s/hnqgsYxYBP1jiiakNODQbqzP/sLtIDF+5sc0uxfPbR+WlnHcKpiBo/n/BrQ==",
  "base64",
);

/** Section 2: 64 subkeys of 16 bits from a key of which `effectiveBits` count. */
function expandKey(key: Buffer, effectiveBits: number): Uint16Array {
  const l = Buffer.alloc(128);
  key.copy(l);
  const pi = (index: number) => piTable.readUInt8(index & 0xff);
  for (let i = key.length; i < 128; i++) l[i] = pi(l.readUInt8(i - 1) + l.readUInt8(i - key.length));
  const effectiveOctets = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveOctets - effectiveBits);
  l[128 - effectiveOctets] = pi(l.readUInt8(128 - effectiveOctets) & mask);
  for (let i = 127 - effectiveOctets; i >= 0; i--) l[i] = pi(l.readUInt8(i + 1) ^ l.readUInt8(i + effectiveOctets));
  return Uint16Array.from({ length: 64 }, (_, i) => l.readUInt16LE(2 * i));
}

function rotateRight(word: number, bits: number): number {
  return ((word >>> bits) | (word << (16 - bits))) & 0xffff;
}

/** Section 4: decrypts one block of four words in place; after two of the rounds, a mashing round is undone. */
function decryptBlock(subkeys: Uint16Array, words: Uint16Array): void {
  let [a, b, c, d] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0];
  for (let round = 15; round >= 0; round--) {
    const k = 4 * round;
    d = (rotateRight(d, 5) - (subkeys[k + 3] ?? 0) - (c & b) - (~c & a)) & 0xffff;
    c = (rotateRight(c, 3) - (subkeys[k + 2] ?? 0) - (b & a) - (~b & d)) & 0xffff;
    b = (rotateRight(b, 2) - (subkeys[k + 1] ?? 0) - (a & d) - (~a & c)) & 0xffff;
    a = (rotateRight(a, 1) - (subkeys[k] ?? 0) - (d & c) - (~d & b)) & 0xffff;
    if (round === 11 || round === 5) {
      d = (d - (subkeys[c & 63] ?? 0)) & 0xffff;
      c = (c - (subkeys[b & 63] ?? 0)) & 0xffff;
      b = (b - (subkeys[a & 63] ?? 0)) & 0xffff;
      a = (a - (subkeys[d & 63] ?? 0)) & 0xffff;
    }
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

/** RC2 in CBC mode without removing the padding. Here because OpenSSL 3, and so Node, has it in its legacy module only. */
export function rc2CbcDecrypt(key: Buffer, iv: Buffer, encrypted: { data: Buffer; effectiveBits: number }): Buffer {
  const { data, effectiveBits } = encrypted;
  const subkeys = expandKey(key, effectiveBits);
  const output = Buffer.alloc(data.length);
  const words = new Uint16Array(4);
  let previous = iv;
  for (let start = 0; start + 8 <= data.length; start += 8) {
    const block = data.subarray(start, start + 8);
    for (let i = 0; i < 4; i++) words[i] = block.readUInt16LE(2 * i);
    decryptBlock(subkeys, words);
    for (let i = 0; i < 4; i++) output.writeUInt16LE((words[i] ?? 0) ^ previous.readUInt16LE(2 * i), start + 2 * i);
    previous = block;
  }
  return output;
}
