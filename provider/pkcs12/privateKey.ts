import { BerValue, required } from "./berValues";
import { nativeKey } from "./nativeKey";
import type { Pkcs8, PrivateKey } from "./privateKeyFacts";
import { Pkcs12Problem } from "./problem";
import { rsaKey } from "./rsaKey";

/** A key of RSA-16384 has about 9,300. */
const maxKeyOctets = 16_384;

const rsaOid = "1.2.840.113549.1.1.1";
const rsaPssOid = "1.2.840.113549.1.1.10";
/** EC, Ed25519, Ed448. Other types (DSA, DH) are kept away from OpenSSL: they could make it calculate for minutes. */
const nativeOids: ReadonlySet<string> = new Set(["1.2.840.10045.2.1", "1.3.101.112", "1.3.101.113"]);

/**
 * Reads a private key.
 * @throws Pkcs12Problem `unsupported`, `corrupt`; BerError
 */
export function readPrivateKey(octets: Buffer): PrivateKey {
  if (octets.length > maxKeyOctets) throw new Pkcs12Problem("unsupported", "a private key of more than 16,384 bits");
  const fields = BerValue.parse(octets).sequence();
  const algorithm = required(fields, 1);
  const oid = required(algorithm.sequence(), 0).oid();
  const pkcs8: Pkcs8 = { oid, algorithm, key: required(fields, 2) };
  if (oid === rsaOid) return rsaKey(pkcs8, "RSA");
  if (oid === rsaPssOid) return rsaKey(pkcs8, "RSA-PSS");
  if (nativeOids.has(oid)) return nativeKey(pkcs8);
  throw new Pkcs12Problem("unsupported", `the file holds a private key of a type that is not supported (OID ${oid})`);
}
