import { generateKeyPairSync } from "node:crypto";
import * as der from "../../tests/support/pkcs12/der";
import { fixtureKeyPkcs8 } from "../../tests/support/pkcs12/fixtureKeys";
import { bag, certificateBag, keyBag, openSafe, pfx } from "../../tests/support/pkcs12/pkcs12Builder";
import { sealedKeyBag, sealedSafe } from "../../tests/support/pkcs12/pkcs12Builder";
import { pbes2, tripleDes } from "../../tests/support/pkcs12/pkcs12Encryption";
import { classicMac, pbmac1 } from "../../tests/support/pkcs12/pkcs12Mac";
import { certificate, selfSigned } from "./certificates";
import type { CorpusFile } from "./corpusFile";

const password = "secret";
const rsa = selfSigned("rsa2048");
const rsaKey = fixtureKeyPkcs8("rsa2048");
const aes = pbes2({ password });
const mac = classicMac({ password });
const certificateSafe = openSafe(certificateBag(rsa));
const keySafe = openSafe(keyBag(rsaKey));
const good = pfx([sealedSafe(aes, certificateBag(rsa)), openSafe(sealedKeyBag(rsaKey, aes))], mac);

interface Case {
  readonly bytes: Buffer;
  readonly password?: string | undefined;
  readonly warnings?: readonly string[];
}

type Cases = Readonly<Record<string, Buffer | Case>>;

function refused(code: string, cases: Cases): CorpusFile[] {
  return Object.entries(cases).map(([name, entry]) => {
    const details: Case = Buffer.isBuffer(entry) ? { bytes: entry } : entry;
    return {
      name: `refused-${code}-${name}`,
      source: "built",
      bytes: details.bytes,
      password: "password" in details ? details.password : password,
      expected: { code, warnings: details.warnings ?? [] },
    };
  });
}

function nest(depth: number, wrap: (inner: Buffer) => Buffer): Buffer {
  let bytes = der.nothing();
  for (let i = 0; i < depth; i++) bytes = wrap(bytes);
  return bytes;
}

/** Files that would keep a careless reader busy for minutes. */
const bombs = refused("too-costly", {
  "mac-rounds": pfx([certificateSafe, keySafe], classicMac({ password, claimedRounds: 2 ** 31 - 1 })),
  "mac-rounds-beyond-numbers": pfx([certificateSafe, keySafe], classicMac({ password, claimedRounds: 2n ** 200n })),
  "pbmac1-rounds": pfx([certificateSafe, keySafe], pbmac1({ password, claimedRounds: 1_000_000_000 })),
  "certificate-rounds": pfx(
    [sealedSafe(pbes2({ password, claimedRounds: 100_000_000 }), certificateBag(rsa)), keySafe],
    mac,
  ),
  "key-rounds": pfx(
    [certificateSafe, openSafe(sealedKeyBag(rsaKey, pbes2({ password, claimedRounds: 5_000_000 })))],
    mac,
  ),
  "sum-of-rounds": pfx(
    [
      sealedSafe(pbes2({ password, claimedRounds: 400_000 }), certificateBag(rsa)),
      openSafe(sealedKeyBag(rsaKey, pbes2({ password, claimedRounds: 400_000 }))),
    ],
    classicMac({ password, claimedRounds: 400_000 }),
  ),
  "rounds-behind-the-password": pfx(
    [sealedSafe(aes, certificateBag(rsa), sealedKeyBag(rsaKey, pbes2({ password, claimedRounds: 999_999 })))],
    mac,
  ),
  "scrypt-memory": pfx([sealedSafe(scryptClaim({ n: 2 ** 20, r: 8, p: 1 }), certificateBag(rsa)), keySafe], mac),
  "scrypt-rounds": pfx([sealedSafe(scryptClaim({ n: 2 ** 14, r: 8, p: 100 }), certificateBag(rsa)), keySafe], mac),
});

function scryptClaim(claim: { n: number; r: number; p: number }): typeof aes {
  return (plain) => ({
    algorithm: der.sequence(
      der.oid("1.2.840.113549.1.5.13"),
      der.sequence(
        der.sequence(
          der.oid("1.3.6.1.4.1.11591.4.11"),
          der.sequence(
            der.octetString(Buffer.alloc(16)),
            der.integer(claim.n),
            der.integer(claim.r),
            der.integer(claim.p),
          ),
        ),
        der.sequence(der.oid("2.16.840.1.101.3.4.1.42"), der.octetString(Buffer.alloc(16))),
      ),
    ),
    data: Buffer.alloc(plain.length + 16 - (plain.length % 16)),
  });
}

const damaged = refused("corrupt", {
  half: good.subarray(0, good.length / 2),
  "one-octet-missing": good.subarray(0, good.length - 1),
  "header-only": good.subarray(0, 4),
  "indefinite-without-end": Buffer.concat([Buffer.from([0x30, 0x80]), good.subarray(4)]),
  "zero-rounds": pfx([certificateSafe, keySafe], classicMac({ password, claimedRounds: 0 })),
  "negative-rounds": pfx([certificateSafe, keySafe], classicMac({ password, claimedRounds: -5 })),
  "negative-key-rounds": pfx(
    [certificateSafe, openSafe(sealedKeyBag(rsaKey, pbes2({ password, claimedRounds: -1 })))],
    mac,
  ),
  "scrypt-not-a-power-of-two": pfx(
    [sealedSafe(scryptClaim({ n: 1000, r: 8, p: 1 }), certificateBag(rsa)), keySafe],
    mac,
  ),
  "content-is-noise": der.sequence(der.integer(3), openSafe().subarray(0, 0), noise()),
  "nesting-bomb": pfx(
    [
      openSafe(
        bag(
          6,
          nest(200, (inner) => der.sequence(inner)),
        ),
      ),
    ],
    mac,
  ),
  "indefinite-nesting-bomb": pfx(
    [
      openSafe(
        bag(
          6,
          nest(5_000, (inner) => der.indefinite(0x30, inner)),
        ),
      ),
    ],
    mac,
  ),
  "nested-safes-bomb": pfx([openSafe(nest(60, (inner) => bag(6, der.sequence(inner))))], mac),
  "certificate-is-noise": pfx([openSafe(certificateBag(Buffer.from("no certificate"))), keySafe], mac),
  "certificate-truncated": pfx([openSafe(certificateBag(rsa.subarray(0, 300))), keySafe], mac),
  "rsa-key-is-noise": pfx([certificateSafe, openSafe(keyBag(rsaKeyOf(Buffer.from("no key"))))], mac),
  "rsa-key-without-primes": pfx(
    [certificateSafe, openSafe(keyBag(rsaKeyOf(der.sequence(der.integer(0), der.integer(77)))))],
    mac,
  ),
  "ec-key-is-noise": pfx([openSafe(certificateBag(selfSigned("ec-p256"))), openSafe(keyBag(damagedEcKey()))], mac),
});

function noise(): Buffer {
  return der.sequence(
    der.oid("1.2.840.113549.1.7.1"),
    der.explicit(0, der.octetString(Buffer.from("noise noise noise"))),
  );
}

function rsaKeyOf(content: Buffer): Buffer {
  const algorithm = der.sequence(der.oid("1.2.840.113549.1.1.1"), der.nothing());
  return der.sequence(der.integer(0), algorithm, der.octetString(content));
}

function damagedEcKey(): Buffer {
  const key = Buffer.from(fixtureKeyPkcs8("ec-p256"));
  // The first octet of the private key's own structure.
  key[key.indexOf(Buffer.from("0201010420", "hex"))] = 0x05;
  return key;
}

const passwords = [
  ...refused("wrong-password", {
    other: { bytes: good, password: "Secret" },
    "none-given": { bytes: good, password: undefined },
    "empty-given": { bytes: good, password: "" },
    "given-but-null": { bytes: pfx([certificateSafe, keySafe], classicMac({ password: null })), password },
    nomac: { bytes: pfx([sealedSafe(aes, certificateBag(rsa)), keySafe]), password: "x", warnings: ["mac-missing"] },
    "nomac-triple-des": {
      bytes: pfx([sealedSafe(tripleDes(password), certificateBag(rsa)), keySafe]),
      password: "x",
      warnings: ["mac-missing"],
    },
    pbmac1: { bytes: pfx([certificateSafe, keySafe], pbmac1({ password })), password: "x" },
    "damaged-content": flipped(good, good.length >> 1),
  }),
  ...refused("other-password", {
    key: pfx([certificateSafe, openSafe(sealedKeyBag(rsaKey, pbes2({ password: "other" })))], mac),
    certificate: pfx([sealedSafe(pbes2({ password: "other" }), certificateBag(rsa)), keySafe], mac),
    "triple-des": pfx([certificateSafe, openSafe(sealedKeyBag(rsaKey, tripleDes("other")))], mac),
  }),
];

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

const incomplete = [
  ...refused("no-certificate", {
    "key-only": pfx([keySafe], mac),
    nothing: pfx([], mac),
    "empty-safe": pfx([openSafe()], mac),
  }),
  ...refused("no-private-key", { "certificate-only": pfx([certificateSafe], mac) }),
  ...refused("key-mismatch", {
    rsa: pfx([openSafe(certificateBag(selfSigned("rsa2048-other"))), keySafe], mac),
    types: pfx([openSafe(certificateBag(selfSigned("ec-p256"))), keySafe], mac),
    "local-key-id": pfx(
      [
        openSafe(
          certificateBag(selfSigned("rsa2048-other"), { localKeyId: Buffer.from([1]) }),
          keyBag(rsaKey, { localKeyId: Buffer.from([1]) }),
        ),
      ],
      mac,
    ),
  }),
  ...refused("multiple-keys", {
    "two-pairs": pfx(
      [
        openSafe(certificateBag(rsa), certificateBag(selfSigned("ec-p256"))),
        openSafe(keyBag(rsaKey), keyBag(fixtureKeyPkcs8("ec-p256"))),
      ],
      mac,
    ),
    "one-certificate": pfx([certificateSafe, openSafe(keyBag(rsaKey), keyBag(fixtureKeyPkcs8("rsa2048-other")))], mac),
  }),
  ...refused("ambiguous-leaf", {
    renewed: pfx(
      [openSafe(certificateBag(rsa), certificateBag(certificate({ key: "rsa2048", serial: 99n }))), keySafe],
      mac,
    ),
  }),
  ...refused("too-large", {
    certificates: pfx(
      [
        openSafe(
          ...Array.from({ length: 600 }, () =>
            bag(3, der.sequence(der.oid("1.2.840.113549.1.9.22.1"), der.explicit(0, der.octetString(Buffer.alloc(4))))),
          ),
        ),
      ],
      mac,
    ),
  }),
];

const dsaKey = generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }).privateKey.export({
  type: "pkcs8",
  format: "der",
});

const unsupported = refused("unsupported", {
  "version-4": der.sequence(der.integer(4), ...[openSafe()]),
  signed: der.sequence(der.integer(3), der.sequence(der.oid("1.2.840.113549.1.7.2"), der.explicit(0, der.sequence()))),
  enveloped: pfx([der.sequence(der.oid("1.2.840.113549.1.7.3"), der.explicit(0, der.sequence()))], mac),
  encryption: pfx(
    [
      sealedSafe(
        (data) => ({ algorithm: der.sequence(der.oid("1.2.3.4.5"), der.nothing()), data }),
        certificateBag(rsa),
      ),
      keySafe,
    ],
    mac,
  ),
  mac: pfx([certificateSafe, keySafe], () =>
    der.sequence(
      der.sequence(der.sequence(der.oid("1.2.3.4")), der.octetString(Buffer.alloc(20))),
      der.octetString(Buffer.alloc(8)),
      der.integer(1),
    ),
  ),
  "dsa-key": pfx([certificateSafe, openSafe(keyBag(dsaKey))], mac),
});

/** PKCS#12 that must be refused, each with its own code. */
export const builtRefused: readonly CorpusFile[] = [...bombs, ...damaged, ...passwords, ...incomplete, ...unsupported];
