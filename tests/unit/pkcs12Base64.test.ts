import { decodeBase64 } from "../../provider/pkcs12/decodeBase64";

describe("decodeBase64: decodes", () => {
  test.each([
    ["", ""],
    ["AA==", "00"],
    ["AAA=", "0000"],
    ["+/+/", "fbffbf"],
    ["AA\r\nAA\n", "000000"],
    [" A A = = ", "00"],
  ])("%j", (text, hex) => {
    expect(decodeBase64(text)?.toString("hex")).toBe(hex);
  });
});

describe("decodeBase64: refuses", () => {
  test.each([
    "A",
    "AA",
    "AAA",
    "AA=",
    "AAAA=",
    "=AAA",
    "A===",
    "AA==AA==",
    "-_-_",
    "AAAA!",
    "päpä",
    "-----BEGIN CERTIFICATE-----",
  ])("%j", (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});
