import { BerError } from "../../provider/pkcs12/ber";
import { BerValue } from "../../provider/pkcs12/berValues";
import { asn1String } from "../../provider/pkcs12/asn1String";
import { asn1Time } from "../../provider/pkcs12/asn1Time";
import { distinguishedName } from "../../provider/pkcs12/distinguishedName";
import { encodeName, type Name } from "../support/pkcs12/certificateBuilder";
import {
  bmpString,
  element,
  ia5String,
  integer,
  octetStringInPieces,
  printableString,
  utf8String,
} from "../support/pkcs12/der";

describe("distinguishedName: prints as Azure does", () => {
  test.each<[string, Name, string]>([
    [
      "the published example",
      [
        ["C", "US"],
        ["S", "WA"],
        ["L", "Redmond"],
        ["O", "Microsoft Corporation"],
        ["CN", "*.current.int-azure-api.net"],
      ],
      "CN=*.current.int-azure-api.net, O=Microsoft Corporation, L=Redmond, S=WA, C=US",
    ],
    ["nothing", [], ""],
    [
      "several attributes in one relative name",
      [
        ["C", "DE"],
        [
          ["CN", "a"],
          ["OU", "b"],
        ],
      ],
      "CN=a + OU=b, C=DE",
    ],
    ["an attribute without a short name", [["2.5.4.15", "Private Organization"]], "OID.2.5.4.15=Private Organization"],
    ["an e-mail address", [["E", "a@example.com"]], "E=a@example.com"],
    ["a postal code", [["2.5.4.17", "98052"]], "PostalCode=98052"],
    ["an empty value", [["CN", ""]], 'CN=""'],
    ["a comma and quotes", [["O", 'Example, "Inc."']], 'O="Example, ""Inc."""'],
    ["a blank at the beginning", [["CN", " a"]], 'CN=" a"'],
    ["a tab at the end", [["CN", "a\t"]], 'CN="a\t"'],
    ["a line feed inside", [["CN", "a\nb"]], 'CN="a\nb"'],
    ["a carriage return inside, which Windows does not quote for", [["CN", "a\rb"]], "CN=a\rb"],
    ["a backslash and an apostrophe", [["CN", "a\\b'c"]], "CN=a\\b'c"],
    ["a number sign", [["CN", "a#b"]], 'CN="a#b"'],
  ])("%s", (_, name, printed) => {
    expect(distinguishedName(BerValue.parse(encodeName(name)))).toBe(printed);
  });
});

describe("asn1String: decodes", () => {
  test.each([
    ["UTF8String", utf8String("Prüfung ☃"), "Prüfung ☃"],
    ["PrintableString", printableString("plain"), "plain"],
    ["IA5String", ia5String("a@b"), "a@b"],
    ["BMPString", bmpString("Prüfung ☃"), "Prüfung ☃"],
    ["TeletexString as Latin-1", element(0x14, Buffer.from("Pr\u00fcfung", "latin1")), "Prüfung"],
    ["UniversalString", element(0x1c, Buffer.from("0000004100010d0c", "hex")), "A\u{10d0c}"],
    ["another type as hexadecimal", integer(10), "#02010A"],
  ])("%s", (_, bytes, text) => {
    expect(asn1String(BerValue.parse(bytes))).toBe(text);
  });

  test.each([
    ["a BMPString of an odd length", element(0x1e, Buffer.from("A"))],
    ["a UniversalString of an odd length", element(0x1c, Buffer.from("A"))],
    ["a UniversalString beyond Unicode", element(0x1c, Buffer.from("00110000", "hex"))],
  ])("not %s", (_, bytes) => {
    expect(() => asn1String(BerValue.parse(bytes))).toThrow(BerError);
  });
});

describe("asn1Time: reads", () => {
  const utc = (text: string) => element(0x17, Buffer.from(text));
  const generalized = (text: string) => element(0x18, Buffer.from(text));

  test.each([
    ["a UTCTime", utc("360101070000Z"), "2036-01-01T07:00:00Z"],
    ["a UTCTime of the twentieth century", utc("500101000000Z"), "1950-01-01T00:00:00Z"],
    ["the last year of a UTCTime", utc("491231235959Z"), "2049-12-31T23:59:59Z"],
    ["a UTCTime without seconds", utc("3601010700Z"), "2036-01-01T07:00:00Z"],
    ["a UTCTime with an offset", utc("360101070000+0200"), "2036-01-01T05:00:00Z"],
    ["a GeneralizedTime", generalized("20500101070000Z"), "2050-01-01T07:00:00Z"],
    ["a GeneralizedTime with a fraction", generalized("20500101070000.5Z"), "2050-01-01T07:00:00Z"],
    ["no end", generalized("99991231235959Z"), "9999-12-31T23:59:59Z"],
  ])("%s", (_, bytes, printed) => {
    expect(asn1Time(BerValue.parse(bytes))).toBe(printed);
  });

  test.each([
    ["a month that does not exist", utc("361301000000Z")],
    ["an hour that does not exist", utc("360101250000Z")],
    ["local time", generalized("20500101070000")],
    ["two digits as GeneralizedTime", generalized("500101070000Z")],
    ["text", utc("yesterday")],
    ["an OCTET STRING", octetStringInPieces(Buffer.from("360101070000Z"), 4)],
  ])("nothing from %s", (_, bytes) => {
    expect(() => asn1Time(BerValue.parse(bytes))).toThrow(BerError);
  });
});
