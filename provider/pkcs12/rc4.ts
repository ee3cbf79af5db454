/** RC4. Here because OpenSSL 3, and so Node, has it in its legacy module only; old Windows files use it. */
export function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (index: number) => state[index] ?? 0;
  let j = 0;
  const swap = (i: number) => {
    const value = at(i);
    state[i] = at(j);
    state[j] = value;
  };
  for (let i = 0; i < 256; i++) {
    j = (j + at(i) + key.readUInt8(i % key.length)) & 0xff;
    swap(i);
  }
  j = 0;
  return Buffer.from(
    data.map((octet, index) => {
      const i = (index + 1) & 0xff;
      j = (j + at(i)) & 0xff;
      swap(i);
      return octet ^ at((at(i) + at(j)) & 0xff);
    }),
  );
}
