import { createHash, hash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";

/** About 10 ms: other work of the process gets its turn in between. */
const roundsPerTurn = 20_000;

/** Replaces the value by its hash, again and again; the value has the length of the hash. */
export async function iterateHash(name: string, value: Buffer, rounds: number): Promise<void> {
  const iterate = typeof hash === "function" ? iterateByOneShot : iterateByObject;
  let left = rounds;
  while (left > roundsPerTurn) {
    iterate(name, value, roundsPerTurn);
    left -= roundsPerTurn;
    await nextTurn();
  }
  iterate(name, value, left);
}

/** Measured: a result as a latin1 string, written back in place, takes half the time of a new Buffer for each round. */
function iterateByOneShot(name: string, value: Buffer, rounds: number): void {
  for (let round = 0; round < rounds; round++) value.write(hash(name, value, "binary"), "latin1");
}

/** Node before 20.12 has no `crypto.hash`. */
function iterateByObject(name: string, value: Buffer, rounds: number): void {
  for (let round = 0; round < rounds; round++) createHash(name).update(value).digest().copy(value);
}
