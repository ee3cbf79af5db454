import { Pkcs12Problem } from "./problem";

/** Real files stay below 600,000 (the limit of .NET for a file without a password). */
const maxRounds = 1_000_000;
/** scrypt's memory is 128 octets for each N·r: 64 MiB at most. */
const maxScryptMemoryUnits = 524_288;

/** scrypt's cost parameters, as they stand in the file. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** Adds up the work that a file asks for, so that an iteration bomb is refused before any key is derived. */
export class WorkBudget {
  private spent = 0;

  /** @throws Pkcs12Problem `corrupt` below one round, `too-costly` when the sum passes the limit. */
  addRounds(rounds: number): void {
    if (rounds < 1) throw new Pkcs12Problem("corrupt", "the file asks for a key derivation of less than one round");
    this.spent += rounds;
    if (this.spent > maxRounds) {
      throw new Pkcs12Problem(
        "too-costly",
        `the file asks for more than ${maxRounds.toLocaleString("en-US")} rounds of key derivation; export it again with fewer (2,048 is common)`,
      );
    }
  }

  /** N·r·p count as rounds. */
  addScrypt({ n, r, p }: ScryptCost): void {
    if (n < 2 || r < 1 || p < 1 || !Number.isInteger(Math.log2(n))) {
      throw new Pkcs12Problem("corrupt", "the file's scrypt parameters are not valid");
    }
    if (n * r > maxScryptMemoryUnits) {
      throw new Pkcs12Problem("too-costly", "the file asks for more than 64 MiB of memory to derive a key by scrypt");
    }
    this.addRounds(n * r * p);
  }
}
