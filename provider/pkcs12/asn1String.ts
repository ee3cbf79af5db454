import { BerError } from "./ber";
import type { BerValue } from "./berValues";

type Decode = (octets: Buffer) => string;

const latin1: Decode = (octets) => octets.toString("latin1");

/** The string types of X.509 by universal tag. */
const decoders: ReadonlyMap<number, Decode> = new Map([
  [12, (octets) => octets.toString("utf8")],
  [18, latin1],
  [19, latin1],
  [20, latin1],
  [22, latin1],
  [26, latin1],
  [28, utf32BigEndian],
  [30, utf16BigEndian],
]);

/** The text of a string value; a value of another type as `#` and its octets in hexadecimal. */
export function asn1String(value: BerValue): string {
  const decode = value.element.tagClass === 0 ? decoders.get(value.element.tag) : undefined;
  return decode ? decode(value.joined()) : `#${value.whole.toString("hex").toUpperCase()}`;
}

function utf16BigEndian(octets: Buffer): string {
  if (octets.length % 2 !== 0) throw new BerError("a BMPString of an odd length");
  return Buffer.from(octets).swap16().toString("utf16le");
}

function utf32BigEndian(octets: Buffer): string {
  if (octets.length % 4 !== 0) throw new BerError("a UniversalString of a length that four does not divide");
  let text = "";
  for (let at = 0; at < octets.length; at += 4) {
    const codePoint = octets.readUInt32BE(at);
    if (codePoint > 0x10ffff) throw new BerError("a UniversalString with a character out of range");
    text += String.fromCodePoint(codePoint);
  }
  return text;
}
