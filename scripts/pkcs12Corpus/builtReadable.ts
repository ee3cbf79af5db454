import { createHash, createPublicKey } from "node:crypto";
import * as der from "../../tests/support/pkcs12/der";
import { fixtureKey, fixtureKeyPkcs8 } from "../../tests/support/pkcs12/fixtureKeys";
import { bag, certificateBag, dataContent, keyBag, openSafe, pfx } from "../../tests/support/pkcs12/pkcs12Builder";
import { sealedKeyBag, sealedSafe } from "../../tests/support/pkcs12/pkcs12Builder";
import { pbes2, tripleDes } from "../../tests/support/pkcs12/pkcs12Encryption";
import { classicMac, pbmac1 } from "../../tests/support/pkcs12/pkcs12Mac";
import { certificate, chain, leafName, selfSigned } from "./certificates";
import type { CorpusFile, Readable } from "./corpusFile";

const password = "secret";
const rsa = selfSigned("rsa2048");
const rsaKey = fixtureKeyPkcs8("rsa2048");
const aes = pbes2({ password });
const mac = classicMac({ password });
/** For files of which the structure matters and not the encryption. */
const openKey = openSafe(keyBag(rsaKey));

function built(name: string, bytes: Buffer, expected: Readable & { password?: string | undefined }): CorpusFile {
  const { password: own, ...rest } = expected;
  return {
    name: `built-${name}`,
    source: "built",
    bytes,
    password: "password" in expected ? own : password,
    expected: rest,
  };
}

/** Files in the manner of Windows and macOS, which no tool on a build machine writes. */
function foreignFiles(): CorpusFile[] {
  const nullPassword = tripleDes(null, 2000);
  const nullSafes = [sealedSafe(nullPassword, certificateBag(rsa)), openSafe(sealedKeyBag(rsaKey, nullPassword))];
  const nullMac = classicMac({ password: null, digest: "sha1", rounds: 2000 });
  const emptyMac = classicMac({ password: "", digest: "sha1", rounds: 2000 });
  const safes = [
    sealedSafe(tripleDes(password), certificateBag(rsa)),
    openSafe(sealedKeyBag(rsaKey, tripleDes(password))),
  ];
  const authenticated = der.sequence(...safes);
  const data = der.oid("1.2.840.113549.1.7.1");
  const wrapped = (octets: Buffer) =>
    der.indefinite(0x30, der.integer(3), der.indefinite(0x30, data, der.indefinite(0xa0, octets)), mac(authenticated));
  const pieces = der.pieces(authenticated, 100);
  return [
    built("null-password", pfx(nullSafes, nullMac), { leaf: rsa, password: undefined }),
    built("null-password-as-empty", pfx(nullSafes, nullMac), { leaf: rsa, password: "" }),
    built("null-password-empty-mac", pfx(nullSafes, emptyMac), { leaf: rsa, password: undefined }),
    built("null-password-nomac", pfx(nullSafes), { leaf: rsa, password: undefined, warnings: ["mac-missing"] }),
    built("indefinite-lengths", wrapped(der.octetStringInPieces(authenticated, 1000)), { leaf: rsa }),
    built("indefinite-small-pieces", wrapped(der.octetStringInPieces(authenticated, 7)), { leaf: rsa }),
    built("definite-pieces", wrapped(der.element(0x24, ...pieces)), { leaf: rsa }),
    built("pieces-in-pieces", wrapped(der.element(0x24, der.indefinite(0x24, ...pieces))), { leaf: rsa }),
    built("encrypted-in-pieces", pfx(encryptedInPieces(), mac), { leaf: rsa }),
    built("long-form-lengths", longForm(pfx([openSafe(certificateBag(rsa), keyBag(rsaKey))], mac)), { leaf: rsa }),
    built("trailing-bytes", Buffer.concat([pfx([...safes], mac), Buffer.from("\r\n")]), {
      leaf: rsa,
      warnings: ["trailing-bytes"],
    }),
  ];
}

/** The encrypted content as a constructed implicit string, in pieces. */
function encryptedInPieces(): Buffer[] {
  const { algorithm, data } = aes(der.sequence(certificateBag(rsa)));
  const content = der.indefinite(
    0x30,
    der.oid("1.2.840.113549.1.7.1"),
    algorithm,
    der.indefinite(0xa0, ...der.pieces(data, 256)),
  );
  const safe = der.sequence(der.oid("1.2.840.113549.1.7.6"), der.explicit(0, der.sequence(der.integer(0), content)));
  return [safe, openKey];
}

/** The outer length in more octets than it needs. */
function longForm(bytes: Buffer): Buffer {
  const body = bytes.subarray(4);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0x30, 0x84]), length, body]);
}

function structureFiles(): CorpusFile[] {
  const { leaf, middle, root } = chain;
  const inOrder = (...certificates: Buffer[]) =>
    pfx([openSafe(...certificates.map((one) => certificateBag(one))), openKey], mac);
  const chained = { leaf, chain: [middle, root] };
  const lying = { localKeyId: Buffer.from("01", "hex") };
  const nested = (depth: number): Buffer =>
    depth === 0 ? certificateBag(rsa) : bag(6, der.sequence(nested(depth - 1)));
  const secret = bag(5, der.sequence(der.oid("1.2.3.4"), der.explicit(0, der.octetString(Buffer.from("secret")))));
  const crl = bag(
    4,
    der.sequence(der.oid("1.2.840.113549.1.9.23.1"), der.explicit(0, der.octetString(Buffer.from("crl")))),
  );
  return [
    built("chain-root-first", inOrder(root, middle, leaf), chained),
    built("chain-middle-first", inOrder(middle, leaf, root), chained),
    built("chain-leaf-last", inOrder(root, leaf, middle), chained),
    built("stranger-in-chain", inOrder(selfSigned("authority"), leaf, middle), {
      leaf,
      chain: [middle, selfSigned("authority")],
    }),
    built(
      "wrong-local-key-id",
      pfx([openSafe(certificateBag(root, lying), certificateBag(leaf), keyBag(rsaKey, lying))], mac),
      { leaf, chain: [root] },
    ),
    built("key-first", pfx([openKey, openSafe(certificateBag(rsa))], mac), { leaf: rsa }),
    built("key-and-certificate-sealed-together", pfx([sealedSafe(aes, keyBag(rsaKey), certificateBag(rsa))], mac), {
      leaf: rsa,
    }),
    built("sealed-key-in-sealed-safe", pfx([sealedSafe(aes, sealedKeyBag(rsaKey, aes), certificateBag(rsa))], mac), {
      leaf: rsa,
    }),
    built("nested-safe", pfx([openSafe(nested(1)), openKey], mac), { leaf: rsa }),
    built("nested-safe-3-deep", pfx([openSafe(nested(3)), openKey], mac), { leaf: rsa }),
    built("same-certificate-twice", inOrder(rsa, rsa), { leaf: rsa }),
    built("same-key-twice", pfx([openSafe(certificateBag(rsa)), openKey, openKey], mac), { leaf: rsa }),
    built("secret-and-crl", pfx([openSafe(secret, crl, certificateBag(rsa)), openKey], mac), { leaf: rsa }),
    built("empty-safe", pfx([openSafe(), openSafe(certificateBag(rsa)), openKey], mac), { leaf: rsa }),
  ];
}

function algorithmFiles(): CorpusFile[] {
  const sealed = (encryption: typeof aes) => pfx([sealedSafe(encryption, certificateBag(rsa)), openKey], mac);
  const opened = (macOf: typeof mac) => pfx([openSafe(certificateBag(rsa)), openKey], macOf);
  const awkward = "pässwörd €";
  return [
    ...["sha1", "sha224", "sha384", "sha512"].map((digest) =>
      built(`prf-${digest}`, sealed(pbes2({ password, digest })), { leaf: rsa }),
    ),
    built("scrypt", sealed(pbes2({ password, scrypt: { n: 16_384, r: 8, p: 1 } })), { leaf: rsa }),
    built("pbmac1-sha256", opened(pbmac1({ password })), { leaf: rsa }),
    built("pbmac1-sha384", opened(pbmac1({ password, digest: "sha384" })), { leaf: rsa }),
    built("pbmac1-sha512", opened(pbmac1({ password, digest: "sha512" })), { leaf: rsa }),
    built("pbmac1-non-ascii", opened(pbmac1({ password: awkward })), { leaf: rsa, password: awkward }),
    built("mac-one-round", opened(classicMac({ password, rounds: 1 })), { leaf: rsa }),
    built("pbes2-triple-des", sealed(pbes2({ password, cipher: "des-ede3-cbc" })), { leaf: rsa }),
  ];
}

/** Certificates of which the encoding or the key is unusual. */
function certificateFiles(): CorpusFile[] {
  const holding = (leaf: Buffer, key = rsaKey) => pfx([openSafe(certificateBag(leaf)), openSafe(keyBag(key))], mac);
  const named = (name: string, ...subject: Parameters<typeof certificate>[0]["subject"] & object) => {
    const leaf = certificate({ key: "rsa2048", subject });
    return built(`subject-${name}`, holding(leaf), { leaf });
  };
  const late = certificate({ key: "rsa2048", notAfter: new Date("9999-12-31T23:59:59Z") });
  const notMinimal = nonMinimalCertificate();
  const defaultWritten = certificateWithWrittenDefault();
  const edPublic = createPublicKey(fixtureKey("ed25519")).export({ type: "spki", format: "der" }).subarray(-32);
  const edKey = fixtureKeyPkcs8("ed25519").subarray(5);
  const edWithPublic = der.sequence(der.integer(1), edKey, der.element(0x81, Buffer.from([0]), edPublic));
  return [
    built("no-end-of-validity", holding(late), { leaf: late }),
    // OpenSSL encodes the outermost element anew before it hashes; Windows hashes the octets.
    built("non-minimal-certificate", holding(notMinimal), { leaf: notMinimal, thumbprint: sha1(notMinimal) }),
    built("not-der-inside-certificate", holding(defaultWritten), { leaf: defaultWritten }),
    built("ed25519-with-public-key", holding(selfSigned("ed25519"), edWithPublic), {
      leaf: selfSigned("ed25519"),
      warnings: ["key-not-rsa"],
    }),
    named("quoted", ["O", 'Example, "Inc."'], ["OU", "a+b=c"], ["OU", " blank"], ["OU", "#1;<2>"], ["CN", ""]),
    named(
      "several-in-one",
      ["C", "DE"],
      [
        ["CN", "a.example.com"],
        ["OU", "Team"],
      ],
    ),
    named(
      "every-name",
      ["DC", "com"],
      ["STREET", "1 Way"],
      ["T", "Dr"],
      ["G", "Ada"],
      ["SN", "L"],
      ["I", "A"],
      ["SERIALNUMBER", "7"],
      ["E", "a@example.com"],
    ),
    named(
      "unknown-oid",
      ["C", "US"],
      ["2.5.4.15", "Private Organization"],
      ["1.3.6.1.4.1.311.60.2.1.3", "US"],
      ["CN", "ev.example.com"],
    ),
    named("bmp-string", ["CN", der.bmpString("Prüfung ☃")]),
    named("utf8", ["O", "株式会社"], ["CN", "müller.example.com"]),
    named("line-feed", ["CN", "two\nlines"]),
    named("empty"),
    named("wildcard", ...leafName("*.example.com")),
  ];
}

/** A certificate whose outermost length is not in the shortest form: encoding it anew would change the thumbprint. */
function nonMinimalCertificate(): Buffer {
  const body = rsa.subarray(4);
  return Buffer.concat([Buffer.from([0x30, 0x83, 0, body.length >> 8, body.length & 0xff]), body]);
}

/** `critical` written though FALSE is its default: against DER, and frequent. No signature is checked, so that one octet can change. */
function certificateWithWrittenDefault(): Buffer {
  const copy = Buffer.from(rsa);
  const critical = Buffer.from("0603551d130101ff", "hex");
  copy[copy.indexOf(critical) + critical.length - 1] = 0;
  return copy;
}

function sha1(octets: Buffer): string {
  return createHash("sha1").update(octets).digest("hex").toUpperCase();
}

/** What the real tools cannot be made to write, and must be read all the same. */
export function builtReadable(): CorpusFile[] {
  return [...foreignFiles(), ...structureFiles(), ...algorithmFiles(), ...certificateFiles(), dataOnly()];
}

/** One ContentInfo for everything, as some libraries write. */
function dataOnly(): CorpusFile {
  const bytes = pfx([dataContent(der.sequence(keyBag(rsaKey), certificateBag(rsa)))], mac);
  return built("one-content", bytes, { leaf: rsa });
}
