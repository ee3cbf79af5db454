/** Builds DER, and the BER that DER forbids: what the real tools cannot be made to write. */

function length(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  const hex = count.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return Buffer.concat([Buffer.from([0x80 | octets.length]), octets]);
}

/** One element with this identifier octet. */
export function element(identifier: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([identifier]), length(body.length), body]);
}

/** The same with an indefinite length; the identifier must be a constructed one. */
export function indefinite(identifier: number, ...content: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([identifier, 0x80]), ...content, Buffer.from([0, 0])]);
}

export const sequence = (...content: Buffer[]) => element(0x30, ...content);
export const set = (...content: Buffer[]) => element(0x31, ...content);
export const octetString = (content: Buffer) => element(0x04, content);
export const bitString = (content: Buffer) => element(0x03, Buffer.from([0]), content);
export const nothing = () => element(0x05);
export const boolean = (value: boolean) => element(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8String = (text: string) => element(0x0c, Buffer.from(text, "utf8"));
export const printableString = (text: string) => element(0x13, Buffer.from(text, "latin1"));
export const ia5String = (text: string) => element(0x16, Buffer.from(text, "latin1"));
export const bmpString = (text: string) => element(0x1e, Buffer.from(text, "utf16le").swap16());
/** `[number]`, constructed, around whole elements. */
export const explicit = (number: number, ...content: Buffer[]) => element(0xa0 | number, ...content);
/** `[number]` in the place of a primitive element's own tag. */
export const implicit = (number: number, content: Buffer) => element(0x80 | number, content);

/** An INTEGER in the shortest form. */
export function integer(value: number | bigint): Buffer {
  let hex = BigInt.asUintN(64 * 8, BigInt(value)).toString(16);
  if (BigInt(value) >= 0n) {
    hex = hex.length % 2 === 0 ? hex : `0${hex}`;
    if (Number.parseInt(hex.slice(0, 2), 16) >= 0x80) hex = `00${hex}`;
    return element(0x02, Buffer.from(hex, "hex"));
  }
  return element(0x02, Buffer.from(hex.replace(/^(ff)+(?=[89a-f])/, ""), "hex"));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [top = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const arcs = [top * 40 + second, ...rest].map((arc) => {
    const octets = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) octets.unshift(0x80 | (left % 128));
    return Buffer.from(octets);
  });
  return element(0x06, ...arcs);
}

/** An OCTET STRING in pieces, as macOS and Windows write it: indefinite length, pieces of `size` octets. */
export function octetStringInPieces(content: Buffer, size: number): Buffer {
  return indefinite(0x24, ...pieces(content, size));
}

/** The pieces of a constructed string. */
export function pieces(content: Buffer, size: number): Buffer[] {
  const count = Math.ceil(content.length / size);
  return Array.from({ length: count }, (_, i) => octetString(content.subarray(i * size, (i + 1) * size)));
}

/** A GeneralizedTime, or before 2050 a UTCTime, as RFC 5280 wants it. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  const isUtcTime = date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050;
  return isUtcTime ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
}
