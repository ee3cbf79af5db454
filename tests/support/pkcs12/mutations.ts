/** Numbers that follow from a seed (mulberry32), so that a failure can be repeated. */
export class SeededRandom {
  constructor(private state: number) {}

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }
}

type Mutation = (bytes: Buffer, random: SeededRandom) => Buffer;

/** Octets that mean something in BER: lengths at their limits, tags, the end of an indefinite length. */
const meaningful = Buffer.from("00017f808182838488fdfeff02030405060c1024303134a0a1a2", "hex");

const setOctet: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  copy[random.below(copy.length)] =
    random.below(2) === 0 ? random.below(256) : (meaningful[random.below(meaningful.length)] ?? 0);
  return copy;
};

const flipBit: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
};

const truncate: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length));

const remove: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(16))]);
};

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at)]);
};

const repeat: Mutation = (bytes, random) => {
  const from = random.below(bytes.length);
  const piece = bytes.subarray(from, from + 1 + random.below(256));
  return Buffer.concat([bytes.subarray(0, from), piece, piece, bytes.subarray(from)]);
};

/** An INTEGER, which may be a number of rounds, becomes another one of the same length. */
const replaceInteger: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  const start = random.below(copy.length);
  for (let at = start; at + 2 < copy.length; at++) {
    const length = copy[at + 1] ?? 0;
    if (copy[at] !== 0x02 || length < 1 || length > 4 || at + 2 + length > copy.length) continue;
    random.bytes(length).copy(copy, at + 2);
    return copy;
  }
  return copy;
};

/** A length becomes indefinite. */
const makeIndefinite: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(0x30, random.below(copy.length));
  if (at !== -1 && at + 1 < copy.length) copy[at + 1] = 0x80;
  return copy;
};

const mutations: readonly [Mutation, ...Mutation[]] = [
  setOctet,
  flipBit,
  truncate,
  remove,
  insert,
  repeat,
  replaceInteger,
  makeIndefinite,
];

/** Changes a file in one to four ways. */
export function mutate(bytes: Buffer, random: SeededRandom): Buffer {
  let mutated = bytes;
  for (let left = 1 + random.below(4); left > 0 && mutated.length > 0; left--)
    mutated = random.pick(mutations)(mutated, random);
  return mutated;
}
