import { readCertificate, type Certificate } from "./certificate";
import { orderChain } from "./chain";
import { readPrivateKey } from "./privateKey";
import type { PrivateKey } from "./privateKeyFacts";
import { Pkcs12Problem } from "./problem";
import type { OpenedBags } from "./unseal";
import type { Pkcs12Contents, Pkcs12Warning } from "./verdict";

/**
 * Finds the one certificate that the file is about.
 * @throws Pkcs12Problem `no-certificate`, `no-private-key`, `multiple-keys`, `key-mismatch`, `ambiguous-leaf`; BerError
 */
export function identify(bags: OpenedBags): Pkcs12Contents {
  if (bags.certificates.length === 0) throw new Pkcs12Problem("no-certificate", "the file holds no certificate");
  const certificates = distinct(bags.certificates).map(readCertificate);
  const key = onlyKey(bags.keys, certificates);
  // `localKeyID` plays no part: it is wrong in real files.
  const [leaf, rival] = certificates.filter((certificate) => key.belongsTo(certificate));
  if (!leaf) {
    throw new Pkcs12Problem(
      "key-mismatch",
      "the private key belongs to none of the certificates in the file; export the certificate together with its own key",
      certificates,
    );
  }
  if (rival) {
    throw new Pkcs12Problem(
      "ambiguous-leaf",
      `two certificates in the file belong to its private key (thumbprints ${leaf.thumbprint} and ${rival.thumbprint}); export it again with one of them`,
      certificates,
    );
  }
  return {
    ok: true,
    thumbprint: leaf.thumbprint,
    subject: leaf.subject,
    notBefore: leaf.notBefore,
    expirationDate: leaf.expirationDate,
    keyAlgorithm: key.algorithm,
    hasPrivateKey: true,
    chain: orderChain(leaf, certificates).map(({ subject, thumbprint }) => ({ subject, thumbprint })),
    warnings: keyWarnings(key),
  };
}

/** The same certificate twice is one certificate. */
function distinct(octets: Buffer[]): Buffer[] {
  return octets.filter((one, index) => octets.findIndex((other) => other.equals(one)) === index);
}

/** The same key twice is one key. */
function onlyKey(keys: Buffer[], certificates: Certificate[]): PrivateKey {
  const [first, ...others] = distinct(keys).map(readPrivateKey);
  if (!first) {
    throw new Pkcs12Problem(
      "no-private-key",
      `the file holds ${certificates.length === 1 ? "a certificate" : `${certificates.length} certificates`} but no private key; export it again with the private key`,
      certificates,
    );
  }
  if (others.some((other) => other.identity !== first.identity)) {
    throw new Pkcs12Problem(
      "multiple-keys",
      "the file holds more than one private key; export one key with its certificate",
      certificates,
    );
  }
  return first;
}

function keyWarnings({ algorithm, rsaBits }: PrivateKey): Pkcs12Warning[] {
  if (rsaBits === undefined) {
    return [{ code: "key-not-rsa", message: `the key is ${algorithm}; API Management documents RSA keys only` }];
  }
  if (rsaBits >= 2048) return [];
  return [{ code: "rsa-too-short", message: `the key is ${algorithm}; fewer than 2,048 bits are no longer secure` }];
}
