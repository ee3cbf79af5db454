import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** Keys made for these tests and used for nothing else. */
export type KeyName =
  | "rsa2048"
  | "rsa2048-other"
  | "rsa1024"
  | "rsa4096"
  | "authority"
  | "ec-p256"
  | "ec-p384"
  | "ec-p521"
  | "ec-secp256k1"
  | "ed25519";

/** The folder that the fixtures of the PKCS#12 reader are in. */
export const pkcs12Fixtures = path.join(__dirname, "..", "..", "fixtures", "pkcs12");

const loaded = new Map<KeyName, KeyObject>();

/** The private key of this name. */
export function fixtureKey(name: KeyName): KeyObject {
  let key = loaded.get(name);
  if (!key) {
    key = createPrivateKey(readFileSync(path.join(pkcs12Fixtures, "keys", `${name}.pem`)));
    loaded.set(name, key);
  }
  return key;
}

/** The same key as PKCS#8. */
export function fixtureKeyPkcs8(name: KeyName): Buffer {
  return fixtureKey(name).export({ type: "pkcs8", format: "der" });
}
