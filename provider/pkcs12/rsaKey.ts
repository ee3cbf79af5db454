import { BerError } from "./ber";
import { BerValue, required, Tag } from "./berValues";
import type { Pkcs8, PrivateKey } from "./privateKeyFacts";

/** RFC 8017, appendix A.1.2: version, n, e, d, p, q, and three more. */
const rsaPrivateKeyFields = 9;

/** An RSA key, read here: loading it into OpenSSL would take as long as all the rest. */
export function rsaKey({ key }: Pkcs8, name: string): PrivateKey {
  const fields = BerValue.parse(key.octets()).sequence();
  const numbers = fields.slice(0, rsaPrivateKeyFields);
  if (numbers.length < rsaPrivateKeyFields || !numbers.every((number) => number.is(Tag.integer))) {
    throw new BerError("an RSA private key that lacks a field");
  }
  const modulus = required(fields, 1);
  const identity = publicIdentity(modulus, required(fields, 2));
  const rsaBits = bitLength(significant(modulus));
  return {
    algorithm: `${name}-${rsaBits}`,
    rsaBits,
    identity,
    belongsTo: ({ publicKey }) => certificateIdentity(publicKey) === identity,
  };
}

/** RFC 8017, appendix A.1.1; undefined where the certificate's key is of another type. */
function certificateIdentity(publicKey: Buffer): string | undefined {
  try {
    const [modulus, exponent, ...rest] = BerValue.parse(publicKey).sequence();
    if (!modulus?.is(Tag.integer) || !exponent?.is(Tag.integer) || rest.length > 0) return undefined;
    return publicIdentity(modulus, exponent);
  } catch (error) {
    if (error instanceof BerError) return undefined;
    throw error;
  }
}

function publicIdentity(modulus: BerValue, exponent: BerValue): string {
  return `RSA ${significant(modulus).toString("base64")} ${significant(exponent).toString("base64")}`;
}

/** Without leading zeros: not every tool writes the shortest form. */
function significant({ content }: BerValue): Buffer {
  const first = content.findIndex((octet) => octet !== 0);
  return first === -1 ? content.subarray(content.length) : content.subarray(first);
}

function bitLength(number: Buffer): number {
  const [first = 0] = number;
  return number.length * 8 - (Math.clz32(first) - 24);
}
