import { X509Certificate } from "node:crypto";
import { issueCertificate, type Attribute } from "./pkcs12/certificateBuilder";
import { fixtureKeyPkcs8, type KeyName } from "./pkcs12/fixtureKeys";
import { certificateBag, openSafe, pfx, sealedKeyBag, sealedSafe } from "./pkcs12/pkcs12Builder";
import { pbes2 } from "./pkcs12/pkcs12Encryption";
import { classicMac } from "./pkcs12/pkcs12Mac";

const dayMs = 86_400_000;

/** What a test wants its certificate to say. */
export interface Pkcs12Wish {
  /** @defaultValue `test.example.com` */
  readonly commonName?: string;
  /** Attributes in the order of the encoding, instead of `commonName`; values that need no quotes. */
  readonly subject?: readonly Attribute[];
  /** Days of validity from `notBefore`; negative for a certificate that has expired. @defaultValue 365 */
  readonly days?: number;
  /** @defaultValue yesterday; two years ago where `days` is negative */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** @defaultValue none: the empty password */
  readonly password?: string;
  readonly friendlyName?: string;
  /** @defaultValue `rsa2048` */
  readonly key?: KeyName;
  /** With both ends of the validity: the same certificate, and so the same thumbprint, every time. @defaultValue random */
  readonly serial?: bigint;
}

/** A file made for one test. */
export interface TestPkcs12 {
  readonly bytes: Buffer;
  readonly base64: string;
  /** Computed by node:crypto. */
  readonly thumbprint: string;
  /** As Azure prints it. */
  readonly subject: string;
  /** `2036-01-01T07:00:00Z` */
  readonly expirationDate: string;
  /** DER. */
  readonly certificate: Buffer;
  readonly key: KeyName;
}

/** Makes a fresh self-signed certificate with its key; takes some milliseconds and no other program. */
export function makePkcs12(wish: Pkcs12Wish = {}): TestPkcs12 {
  const subject: readonly Attribute[] = wish.subject ?? [["CN", wish.commonName ?? "test.example.com"]];
  const { notBefore, notAfter } = validity(wish);
  const key = wish.key ?? "rsa2048";
  const certificate = issueCertificate({
    subject,
    notBefore,
    notAfter,
    key,
    ...(wish.serial !== undefined && { serial: wish.serial }),
  });
  const bytes = pack({ certificate, key, password: wish.password ?? "", friendlyName: wish.friendlyName });
  return {
    bytes,
    base64: bytes.toString("base64"),
    thumbprint: new X509Certificate(certificate).fingerprint.replaceAll(":", ""),
    subject: subject
      .map(([type, value]) => `${type}=${value.toString()}`)
      .reverse()
      .join(", "),
    expirationDate: notAfter.toISOString().replace(/\.\d+Z$/, "Z"),
    certificate,
    key,
  };
}

/** The same certificate and key in another file, under another password. */
export function reexport(source: TestPkcs12, newPassword: string): TestPkcs12 {
  const bytes = pack({
    certificate: source.certificate,
    key: source.key,
    password: newPassword,
    friendlyName: undefined,
  });
  return { ...source, bytes, base64: bytes.toString("base64") };
}

function validity({ days = 365, notBefore, notAfter }: Pkcs12Wish): { notBefore: Date; notAfter: Date } {
  const nowMs = Math.floor(Date.now() / 1000) * 1000;
  const end = notAfter ?? new Date((days < 0 ? nowMs : (notBefore?.getTime() ?? nowMs)) + days * dayMs);
  return {
    notBefore: notBefore ?? new Date(Math.min(nowMs, end.getTime()) - (days < 0 ? 730 : 1) * dayMs),
    notAfter: end,
  };
}

interface Packing {
  readonly certificate: Buffer;
  readonly key: KeyName;
  readonly password: string;
  readonly friendlyName: string | undefined;
}

function pack({ certificate, key, password, friendlyName }: Packing): Buffer {
  const encryption = pbes2({ password });
  const extra = friendlyName === undefined ? {} : { friendlyName };
  const safes = [
    sealedSafe(encryption, certificateBag(certificate, extra)),
    openSafe(sealedKeyBag(fixtureKeyPkcs8(key), encryption, extra)),
  ];
  return pfx(safes, classicMac({ password }));
}
