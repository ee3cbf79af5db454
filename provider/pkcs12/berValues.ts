import { BerError, BerReader, type BerElement } from "./ber";

/** Universal tags that occur in PKCS#12 and X.509. */
export const Tag = { integer: 2, bitString: 3, octetString: 4, null: 5, oid: 6, sequence: 16, set: 17 } as const;

/** A longer object identifier is not in use anywhere. */
const maxOidOctets = 128;

/** An element together with the buffer it stands in: what the parsers of this folder pass around. */
export class BerValue {
  constructor(
    readonly reader: BerReader,
    readonly element: BerElement,
  ) {}

  /** Reads the first element of a buffer; what follows it is left alone. */
  static parse(bytes: Buffer): BerValue {
    const reader = new BerReader(bytes);
    return new BerValue(reader, reader.first());
  }

  is(tag: number): boolean {
    return this.element.tagClass === 0 && this.element.tag === tag;
  }

  isContext(number: number): boolean {
    return this.element.tagClass === 2 && this.element.tag === number;
  }

  /** The octets as they stand, tag and length included. */
  get whole(): Buffer {
    return this.reader.whole(this.element);
  }

  /** The octets after tag and length. */
  get content(): Buffer {
    return this.reader.content(this.element);
  }

  children(): BerValue[] {
    return this.reader.children(this.element).map((child) => new BerValue(this.reader, child));
  }

  /** The children of a SEQUENCE. */
  sequence(): BerValue[] {
    return this.expect(Tag.sequence, "SEQUENCE").children();
  }

  /** The children of a SET. */
  set(): BerValue[] {
    return this.expect(Tag.set, "SET").children();
  }

  /** The single child of an explicit `[number]`. */
  explicit(number: number): BerValue {
    if (!this.isContext(number)) throw new BerError(`expected [${number}] at offset ${this.element.start}`);
    return only(this.children());
  }

  /** An INTEGER as a number; beyond the exact range of a number it is ±Infinity. */
  integer(): number {
    const { content } = this.expect(Tag.integer, "INTEGER");
    if (content.length === 0) throw new BerError("an INTEGER without content");
    const negative = content.readInt8(0) < 0;
    if (content.length > 6) {
      const firstUsed = content.findIndex((octet) => octet !== (negative ? 0xff : 0));
      if (firstUsed === -1) return negative ? -1 : 0;
      if (content.length - firstUsed > 5) return negative ? -Infinity : Infinity;
      return content.readIntBE(content.length - 6, 6);
    }
    return content.readIntBE(0, content.length);
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  oid(): string {
    const { content } = this.expect(Tag.oid, "OBJECT IDENTIFIER");
    return dottedOid(content);
  }

  /** The value of an OCTET STRING; the pieces of a constructed one are joined. */
  octets(): Buffer {
    this.expect(Tag.octetString, "OCTET STRING");
    return this.joined();
  }

  /** The octets of a primitive or constructed string, whatever its outer tag (implicit tags have none of their own). */
  joined(): Buffer {
    if (!this.element.constructed) return this.content;
    return Buffer.concat(this.children().map((piece) => piece.octets()));
  }

  /** The value of a BIT STRING that has whole octets. */
  bits(): Buffer {
    const { content } = this.expect(Tag.bitString, "BIT STRING");
    if (this.element.constructed || content.length === 0 || content[0] !== 0) {
      throw new BerError("a BIT STRING that is not made of whole octets");
    }
    return content.subarray(1);
  }

  private expect(tag: number, name: string): this {
    if (!this.is(tag)) throw new BerError(`expected ${name} at offset ${this.element.start}`);
    return this;
  }
}

/** The only element of a list. */
function only(values: BerValue[]): BerValue {
  const [first] = values;
  if (first === undefined || values.length > 1) throw new BerError(`expected one element, found ${values.length}`);
  return first;
}

/** The element at an index of a SEQUENCE that must have it. */
export function required(values: BerValue[], index: number): BerValue {
  const value = values[index];
  if (value === undefined) throw new BerError("a SEQUENCE has too few elements");
  return value;
}

function dottedOid(content: Buffer): string {
  const last = content.at(-1);
  if (last === undefined || last >= 0x80 || content.length > maxOidOctets) throw new BerError("a malformed OID");
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const head = arcs[0] ?? 0n;
  const top = head < 80n ? head / 40n : 2n;
  return [top, head - top * 40n, ...arcs.slice(1)].join(".");
}
