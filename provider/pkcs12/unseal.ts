import { BerError } from "./ber";
import { BerValue, Tag } from "./berValues";
import { collectBags, type Bags, type SealedOctets } from "./bags";
import { DecryptionError } from "./ciphers";
import type { PasswordForm } from "./passwordForm";
import type { Pfx } from "./pfx";
import type { WorkBudget } from "./workBudget";

/** The certificates and keys of a file, opened. */
export interface OpenedBags {
  readonly certificates: Buffer[];
  /** PKCS#8. */
  readonly keys: Buffer[];
}

/**
 * Decrypts everything that a password seals; key derivations run side by side.
 * @throws DecryptionError where no form of the password fits
 */
export async function unseal(pfx: Pfx, forms: PasswordForm[], budget: WorkBudget): Promise<OpenedBags> {
  const openAll = (sealed: SealedOctets[]) => Promise.all(sealed.map((octets) => open(octets, forms)));
  const [openKeys, contents] = await Promise.all([openAll(pfx.bags.sealedKeys), openAll(pfx.sealedContents)]);
  const inner: Bags = { certificates: [], keys: [], sealedKeys: [] };
  for (const content of contents) collectBags(content, inner, budget);
  const innerKeys = await openAll(inner.sealedKeys);
  return {
    certificates: [...pfx.bags.certificates, ...inner.certificates],
    keys: [...pfx.bags.keys, ...inner.keys, ...[...openKeys, ...innerKeys].map((key) => key.whole)],
  };
}

async function open({ data, decrypt }: SealedOctets, forms: PasswordForm[]): Promise<BerValue> {
  let failure: unknown;
  for (const form of forms) {
    try {
      return asSequence(await decrypt(data, form));
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** One wrong key in 256 leaves a padding that looks right: both kinds of content are SEQUENCEs, so that the rest shows here. */
function asSequence(plain: Buffer): BerValue {
  try {
    const value = BerValue.parse(plain);
    if (value.is(Tag.sequence)) return value;
  } catch (error) {
    if (!(error instanceof BerError)) throw error;
  }
  throw new DecryptionError("the decrypted octets make no sense");
}
