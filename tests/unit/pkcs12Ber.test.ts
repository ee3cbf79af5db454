import { BerError } from "../../provider/pkcs12/ber";
import { BerValue } from "../../provider/pkcs12/berValues";
import * as der from "../support/pkcs12/der";

function parse(hex: string): BerValue {
  return BerValue.parse(Buffer.from(hex, "hex"));
}

describe("BerValue.parse: refuses", () => {
  test.each([
    ["nothing", ""],
    ["a tag alone", "30"],
    ["a length that runs out", "3082"],
    ["content that runs out", "040201"],
    ["a length beyond the numbers", "0488ffffffffffffffff"],
    ["an indefinite length without an end", "30800201"],
    ["an indefinite length of a primitive element", "04800000"],
    ["a tag number without an end", "3f8181818181"],
    ["a child that is longer than its parent", "30800403010000"],
  ])("%s", (_, hex) => {
    expect(() => parse(hex).children()).toThrow(BerError);
  });

  test("elements nested too deep", () => {
    const nested = (depth: number): Buffer => (depth === 0 ? der.nothing() : der.indefinite(0x30, nested(depth - 1)));
    expect(() => BerValue.parse(nested(33))).toThrow("nested more than 32 deep");
    expect(BerValue.parse(nested(32)).is(16)).toBe(true);
  });

  test("more elements than any file has", () => {
    const many = der.element(0x30, Buffer.alloc(200_002).fill("0500", "hex"));
    expect(() => BerValue.parse(many).children()).toThrow("more than 100000 elements");
  });
});

describe("BerValue.integer: reads", () => {
  test.each<[number | bigint, number]>([
    [0, 0],
    [1, 1],
    [127, 127],
    [128, 128],
    [2048, 2048],
    [-1, -1],
    [-129, -129],
    [2 ** 40, 2 ** 40],
    [2n ** 64n, Infinity],
    [-(2n ** 64n), -Infinity],
  ])("%p", (value, read) => {
    expect(BerValue.parse(der.integer(value)).integer()).toBe(read);
  });

  test("a small number with leading zeros", () => {
    expect(parse("020a00000000000000000800").integer()).toBe(2048);
    expect(parse("0209ffffffffffffffffff").integer()).toBe(-1);
  });
});

describe("BerValue.oid: reads", () => {
  test.each([
    "1.2.840.113549.1.12.10.1.3",
    "2.5.4.3",
    "0.9.2342.19200300.100.1.25",
    "2.100.3",
    "1.3.6.1.4.1.311.60.2.1.3",
  ])("%s", (dotted) => {
    expect(BerValue.parse(der.oid(dotted)).oid()).toBe(dotted);
  });

  test("an arc of 128 bits", () => {
    expect(parse("06146983f8b1d7aec4c7d1e2d3c5b6a7988a8a8a8a7f").oid()).toMatch(/^2\.25\.\d{37,}$/);
  });

  test.each([
    ["that ends inside an arc", "06028687"],
    ["without content", "0600"],
  ])("nothing %s", (_, hex) => {
    expect(() => parse(hex).oid()).toThrow(BerError);
  });
});

describe("BerValue.octets: joins", () => {
  const text = Buffer.from("in several pieces");
  test.each([
    ["one piece", der.octetString(text)],
    ["pieces of indefinite length", der.octetStringInPieces(text, 5)],
    ["pieces of definite length", der.element(0x24, ...der.pieces(text, 4))],
    ["pieces in pieces", der.element(0x24, der.octetStringInPieces(text, 3))],
  ])("%s", (_, bytes) => {
    expect(BerValue.parse(bytes).octets()).toEqual(text);
  });

  test("nothing but OCTET STRINGs", () => {
    expect(() => BerValue.parse(der.element(0x24, der.utf8String("text"))).octets()).toThrow(BerError);
  });
});
