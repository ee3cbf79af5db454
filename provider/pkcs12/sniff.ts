import { BerError, BerReader } from "./ber";
import { BerValue, Tag } from "./berValues";
import { readCertificate, type Certificate } from "./certificate";
import { Pkcs12Problem } from "./problem";
import { convert, itself, sniffText } from "./sniffText";

/** The longest file that is looked at: 10 MiB, where real ones have a few thousand octets. */
export const maxPkcs12Octets = 10 * 1024 * 1024;
const pkcs7Prefix = "1.2.840.113549.1.7.";

/**
 * Finds out what the bytes are before anything is derived.
 * @returns the outermost element, where they look like PKCS#12
 * @throws Pkcs12Problem that names what they are instead
 */
export function sniff(bytes: Buffer): BerValue {
  if (bytes.length === 0) throw new Pkcs12Problem("empty", "the file is empty; export it again");
  if (bytes.length > maxPkcs12Octets) {
    throw new Pkcs12Problem("too-large", `the file is larger than 10 MiB, which no PKCS#12 file is; ${itself}`);
  }
  refuseKeystore(bytes);
  if (bytes[0] !== 0x30)
    throw sniffText(bytes) ?? notPkcs12(`these bytes are not ASN.1, and so not PKCS#12; ${itself}`);
  refuseTruncated(bytes);
  const outer = BerValue.parse(bytes);
  refuseOtherStructure(outer.children(), outer.whole);
  return outer;
}

function notPkcs12(message: string): Pkcs12Problem {
  return new Pkcs12Problem("not-pkcs12", message);
}

function refuseKeystore(bytes: Buffer): void {
  const name = new Map([
    ["feedfeed", "JKS"],
    ["cececece", "JCEKS"],
  ]).get(bytes.toString("hex", 0, 4));
  if (!name) return;
  throw new Pkcs12Problem(
    "jks",
    `these bytes are a Java keystore (${name}), not PKCS#12; convert it with \`keytool -importkeystore -srckeystore store.jks -destkeystore cert.pfx -deststoretype pkcs12\``,
  );
}

/** Tells a file that ends too early from one that is damaged. */
function refuseTruncated(bytes: Buffer): void {
  const length = new BerReader(bytes).announcedLength();
  if (length !== undefined && length > bytes.length) {
    throw new Pkcs12Problem(
      "corrupt",
      `the file is truncated: it announces ${length} bytes and has ${bytes.length}; copy or export it again`,
    );
  }
}

function refuseOtherStructure([first, second, third]: BerValue[], bytes: Buffer): void {
  if (first?.is(Tag.integer)) {
    if (second?.is(Tag.sequence) && contentOid(second)?.startsWith(pkcs7Prefix)) return;
    throw notPkcs12(`these bytes are ${privateKeyKind(second)}, not PKCS#12; make one with \`${convert}\``);
  }
  if (first?.is(Tag.oid) && first.oid().startsWith(pkcs7Prefix)) {
    throw new Pkcs12Problem(
      "pkcs7",
      `these bytes are PKCS#7 (.p7b), which holds certificates without a private key; make PKCS#12 with \`${convert}\``,
    );
  }
  if (first?.is(Tag.sequence) && second?.is(Tag.sequence) && third?.is(Tag.bitString)) throw signedStructure(bytes);
  if (first?.is(Tag.sequence) && second?.is(Tag.octetString)) {
    throw notPkcs12(`these bytes are an encrypted private key (PKCS#8), not PKCS#12; make one with \`${convert}\``);
  }
  throw notPkcs12(`these bytes are ASN.1, but not PKCS#12; ${itself}`);
}

function contentOid(contentInfo: BerValue): string | undefined {
  const [oid] = contentInfo.children();
  return oid?.is(Tag.oid) ? oid.oid() : undefined;
}

function privateKeyKind(second: BerValue | undefined): string {
  if (second?.is(Tag.sequence)) return "a private key (PKCS#8)";
  return second?.is(Tag.integer) ? "an RSA private key (PKCS#1)" : "a private key";
}

/** Certificates, requests and revocation lists have the same outer form. */
function signedStructure(bytes: Buffer): Pkcs12Problem {
  const certificate = readIfCertificate(bytes);
  if (!certificate)
    return notPkcs12(`these bytes are a certificate request or another signed structure, not PKCS#12; ${itself}`);
  return new Pkcs12Problem(
    "der-certificate",
    `these bytes are a certificate (DER) without a private key, not PKCS#12; make one with \`${convert}\``,
    [certificate],
  );
}

function readIfCertificate(bytes: Buffer): Certificate | undefined {
  try {
    return readCertificate(bytes);
  } catch (error) {
    if (error instanceof BerError) return undefined;
    throw error;
  }
}
