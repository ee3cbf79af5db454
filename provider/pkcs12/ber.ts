/** The bytes are not BER, or not in the shape that was expected. */
export class BerError extends Error {
  override readonly name = "BerError";
}

/** Deeper than any real file, and far from the end of the stack. */
const maxDepth = 32;
/** A file with 500 certificates, read as far as this reader looks, has about 20,000. */
const maxElements = 100_000;

/** One element (tag, length, content) in a buffer; its children are read when they are asked for. */
export interface BerElement {
  readonly tagClass: number;
  readonly tag: number;
  readonly constructed: boolean;
  /** Nesting depth, counted from the outermost element. */
  readonly depth: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Offset after the element; lies two octets behind `contentEnd` where the length is indefinite. */
  readonly end: number;
}

interface Place {
  readonly offset: number;
  readonly limit: number;
  readonly depth: number;
}

/** Reads BER from one buffer: definite and indefinite lengths, with limits on depth and number of elements. */
export class BerReader {
  private elementsLeft = maxElements;
  /** An indefinite length is found by reading the children: they are kept, so that nothing is read twice. */
  private readonly indefinite = new Map<number, BerElement[]>();

  constructor(readonly bytes: Buffer) {}

  /** The element at the beginning; compare its `end` with the buffer's length to find trailing bytes. */
  first(): BerElement {
    return this.elementAt({ offset: 0, limit: this.bytes.length, depth: 0 });
  }

  /** The length that the first element announces, header included; undefined where it announces none. */
  announcedLength(): number | undefined {
    const octets = this.bytes[1] ?? 0;
    if (octets < 0x80) return 2 + octets;
    const count = octets & 0x7f;
    if (count < 1 || count > 6 || this.bytes.length < 2 + count) return undefined;
    return 2 + count + this.bytes.readUIntBE(2, count);
  }

  children(parent: BerElement): BerElement[] {
    if (!parent.constructed) throw new BerError(`a primitive element where a constructed one belongs`);
    const known = this.indefinite.get(parent.start);
    if (known) return known;
    const found: BerElement[] = [];
    let offset = parent.contentStart;
    while (offset < parent.contentEnd) {
      const child = this.elementAt({ offset, limit: parent.contentEnd, depth: parent.depth + 1 });
      found.push(child);
      offset = child.end;
    }
    return found;
  }

  content(element: BerElement): Buffer {
    return this.bytes.subarray(element.contentStart, element.contentEnd);
  }

  /** The element's octets as they stand in the buffer, tag and length included. */
  whole(element: BerElement): Buffer {
    return this.bytes.subarray(element.start, element.end);
  }

  private elementAt({ offset, limit, depth }: Place): BerElement {
    if (depth > maxDepth) throw new BerError(`elements nested more than ${maxDepth} deep`);
    if (--this.elementsLeft < 0) throw new BerError(`more than ${maxElements} elements`);
    const identifier = this.octet(offset, limit);
    let at = offset + 1;
    let tag = identifier & 0x1f;
    if (tag === 0x1f) ({ value: tag, at } = this.highTag(at, limit));
    const head = {
      tagClass: identifier >> 6,
      tag,
      constructed: (identifier & 0x20) !== 0,
      depth,
      start: offset,
    };
    const first = this.octet(at++, limit);
    if (first === 0x80) return this.indefiniteElement({ ...head, contentStart: at }, limit);
    let length = first;
    if (first > 0x80) {
      const octets = first & 0x7f;
      length = 0;
      for (let i = 0; i < octets; i++) {
        length = length * 256 + this.octet(at++, limit);
        if (length > this.bytes.length) throw new BerError("an element is longer than what is left of the bytes");
      }
    }
    if (length > limit - at) throw new BerError("an element is longer than what is left of the bytes");
    return { ...head, contentStart: at, contentEnd: at + length, end: at + length };
  }

  private indefiniteElement(head: Omit<BerElement, "contentEnd" | "end">, limit: number): BerElement {
    if (!head.constructed) throw new BerError("a primitive element of indefinite length");
    const children: BerElement[] = [];
    let offset = head.contentStart;
    while (this.octet(offset, limit) !== 0 || this.octet(offset + 1, limit) !== 0) {
      const child = this.elementAt({ offset, limit, depth: head.depth + 1 });
      children.push(child);
      offset = child.end;
    }
    this.indefinite.set(head.start, children);
    return { ...head, contentEnd: offset, end: offset + 2 };
  }

  private highTag(start: number, limit: number): { value: number; at: number } {
    let value = 0;
    for (let at = start; at < start + 4; at++) {
      const octet = this.octet(at, limit);
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) return { value, at: at + 1 };
    }
    throw new BerError("a tag number out of range");
  }

  private octet(offset: number, limit: number): number {
    const value = offset < limit ? this.bytes[offset] : undefined;
    if (value === undefined) throw new BerError("the bytes end inside an element");
    return value;
  }
}
