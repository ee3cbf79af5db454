import { createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { integer, nothing, octetString, oid, sequence } from "./der";
import { derivePkcs12, utf16Password } from "./keyDerivation";
import { hmacAlgorithm, pbkdf2Algorithm } from "./pkcs12Encryption";

/** Makes MacData for the authenticated octets. */
export type Mac = (authenticated: Buffer) => Buffer;

const digests: Readonly<Record<string, { oid: string; octets: number }>> = {
  sha1: { oid: "1.3.14.3.2.26", octets: 20 },
  sha256: { oid: "2.16.840.1.101.3.4.2.1", octets: 32 },
  sha384: { oid: "2.16.840.1.101.3.4.2.2", octets: 48 },
  sha512: { oid: "2.16.840.1.101.3.4.2.3", octets: 64 },
};

/** How the MAC is to be made. */
export interface MacOptions {
  /** `null` is the null password of Windows. */
  readonly password: string | null;
  readonly digest?: string;
  readonly rounds?: number;
  /** What the file claims instead of `rounds`: such a file cannot be verified. */
  readonly claimedRounds?: number | bigint;
}

/** The MAC of RFC 7292. */
export function classicMac({ password, digest = "sha256", rounds = 2048, claimedRounds = rounds }: MacOptions): Mac {
  return (authenticated) => {
    const salt = randomBytes(8);
    const { oid: digestOid, octets } = digests[digest] ?? { oid: "", octets: 0 };
    const key = derivePkcs12({ digest, purpose: 3, password: utf16Password(password), salt, rounds, octets });
    const value = createHmac(digest, key).update(authenticated).digest();
    // One round is the default, which DER leaves out.
    const count = claimedRounds === 1 ? [] : [integer(claimedRounds)];
    return sequence(sequence(sequence(oid(digestOid), nothing()), octetString(value)), octetString(salt), ...count);
  };
}

/** PBMAC1 (RFC 9579). */
export function pbmac1({ password, digest = "sha256", rounds = 2048, claimedRounds = rounds }: MacOptions): Mac {
  return (authenticated) => {
    const salt = randomBytes(16);
    const octets = digests[digest]?.octets ?? 32;
    const key = pbkdf2Sync(Buffer.from(password ?? "", "utf8"), salt, rounds, octets, digest);
    const value = createHmac(digest, key).update(authenticated).digest();
    const derivation = pbkdf2Algorithm({ salt, rounds: Number(claimedRounds), octets, digest });
    const algorithm = sequence(oid("1.2.840.113549.1.5.14"), sequence(derivation, hmacAlgorithm(digest)));
    return sequence(sequence(algorithm, octetString(value)), octetString(Buffer.from("NOT USED")), integer(1));
  };
}
