/** What the key derivations need to know about a hash function. */
export interface Digest {
  /** The name that node:crypto knows. */
  readonly name: string;
  readonly octets: number;
  /** The block size, in octets. */
  readonly block: number;
}

/** Of PKCS#5 version 1.5, and of some very old files. */
export const md5: Digest = { name: "md5", octets: 16, block: 64 };
/** Also the default of every PKCS#5 structure. */
export const sha1: Digest = { name: "sha1", octets: 20, block: 64 };
const sha224 = { name: "sha224", octets: 28, block: 64 };
const sha256 = { name: "sha256", octets: 32, block: 64 };
const sha384 = { name: "sha384", octets: 48, block: 128 };
const sha512 = { name: "sha512", octets: 64, block: 128 };
const sha512t224 = { name: "sha512-224", octets: 28, block: 128 };
const sha512t256 = { name: "sha512-256", octets: 32, block: 128 };
const sha3t224 = { name: "sha3-224", octets: 28, block: 144 };
const sha3t256 = { name: "sha3-256", octets: 32, block: 136 };
const sha3t384 = { name: "sha3-384", octets: 48, block: 104 };
const sha3t512 = { name: "sha3-512", octets: 64, block: 72 };

const nistHash = "2.16.840.1.101.3.4.2";
const rsaDigest = "1.2.840.113549.2";

/** Hash functions by OID. */
export const digestsByOid: ReadonlyMap<string, Digest> = new Map([
  [`${rsaDigest}.5`, md5],
  ["1.3.14.3.2.26", sha1],
  [`${nistHash}.1`, sha256],
  [`${nistHash}.2`, sha384],
  [`${nistHash}.3`, sha512],
  [`${nistHash}.4`, sha224],
  [`${nistHash}.5`, sha512t224],
  [`${nistHash}.6`, sha512t256],
  [`${nistHash}.7`, sha3t224],
  [`${nistHash}.8`, sha3t256],
  [`${nistHash}.9`, sha3t384],
  [`${nistHash}.10`, sha3t512],
]);

/** HMAC functions by OID: pseudo-random functions of PBKDF2, message authentication of PBMAC1. */
export const hmacsByOid: ReadonlyMap<string, Digest> = new Map([
  [`${rsaDigest}.6`, md5],
  [`${rsaDigest}.7`, sha1],
  [`${rsaDigest}.8`, sha224],
  [`${rsaDigest}.9`, sha256],
  [`${rsaDigest}.10`, sha384],
  [`${rsaDigest}.11`, sha512],
  [`${rsaDigest}.12`, sha512t224],
  [`${rsaDigest}.13`, sha512t256],
  [`${nistHash}.13`, sha3t224],
  [`${nistHash}.14`, sha3t256],
  [`${nistHash}.15`, sha3t384],
  [`${nistHash}.16`, sha3t512],
]);
