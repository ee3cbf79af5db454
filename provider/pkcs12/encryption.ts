import { required, type BerValue } from "./berValues";
import type { Decryptor } from "./decryptor";
import { pbes1 } from "./pbes1";
import { pbes2 } from "./pbes2";
import { unsupportedAlgorithm } from "./problem";
import type { WorkBudget } from "./workBudget";

const pbes2Oid = "1.2.840.113549.1.5.13";

/**
 * Reads an AlgorithmIdentifier of a password-based encryption. Derives nothing yet: what it will cost is put on the budget.
 * @throws Pkcs12Problem `unsupported`, `too-costly`, `corrupt`
 */
export function parseEncryption(algorithm: BerValue, budget: WorkBudget): Decryptor {
  const fields = algorithm.sequence();
  const oid = required(fields, 0).oid();
  if (oid === pbes2Oid) return pbes2(required(fields, 1), budget);
  const decryptor = pbes1(oid, fields[1], budget);
  if (!decryptor) throw unsupportedAlgorithm("encryption", oid);
  return decryptor;
}
