import type * as OpenPkcs12 from "../../provider/pkcs12/openPkcs12";
import { openPkcs12 } from "../../provider/pkcs12/openPkcs12";
import { readPkcs12 } from "../../provider/pkcs12/readPkcs12";
import { makePkcs12, reexport } from "../support/pkcs12";

jest.mock("../../provider/pkcs12/openPkcs12", () => {
  const actual = jest.requireActual<typeof OpenPkcs12>("../../provider/pkcs12/openPkcs12");
  return { openPkcs12: jest.fn(actual.openPkcs12) };
});
const opened = jest.mocked(openPkcs12);

beforeEach(() => opened.mockClear());
afterEach(() => jest.restoreAllMocks());

const limit = 10 * 1024 * 1024;

function warningCodes({ warnings }: { warnings: { code: string }[] }): string[] {
  return warnings.map(({ code }) => code);
}

test("readPkcs12: parses the same bytes and password once, even when asked at the same time", async () => {
  const { bytes, thumbprint } = makePkcs12({ password: "secret" });
  const verdicts = await Promise.all([readPkcs12(bytes, "secret"), readPkcs12(Buffer.from(bytes), "secret")]);
  verdicts.push(await readPkcs12(new Uint8Array(bytes), "secret"));
  expect(verdicts.map((verdict) => verdict.ok && verdict.thumbprint)).toEqual([thumbprint, thumbprint, thumbprint]);
  expect(opened).toHaveBeenCalledTimes(1);
});

test("readPkcs12: takes another password as another question", async () => {
  const { bytes } = makePkcs12({ password: "secret" });
  expect(await readPkcs12(bytes, "secret")).toMatchObject({ ok: true });
  expect(await readPkcs12(bytes, "other")).toMatchObject({ ok: false, code: "wrong-password" });
  expect(await readPkcs12(bytes)).toMatchObject({ ok: false, code: "wrong-password" });
  expect(opened).toHaveBeenCalledTimes(3);
});

test("readPkcs12: a caller cannot change what the next one gets", async () => {
  const { bytes } = makePkcs12();
  const first = await readPkcs12(bytes);
  first.warnings.push({ code: "mine", message: "mine" });
  if (first.ok) first.chain.push({ subject: "mine", thumbprint: "mine" });
  expect(await readPkcs12(bytes)).toMatchObject({ ok: true, warnings: [], chain: [] });
});

test("readPkcs12: forgets the oldest of many files", async () => {
  const { bytes } = makePkcs12();
  await readPkcs12(bytes);
  for (let i = 0; i < 1_024; i++) await readPkcs12(Buffer.from(`text ${i}`));
  opened.mockClear();
  await readPkcs12(bytes);
  expect(opened).toHaveBeenCalledTimes(1);
});

test("readPkcs12: judges the dates by the clock of each call", async () => {
  const [notBefore, notAfter] = [new Date("2030-01-01T00:00:00Z"), new Date("2031-01-01T00:00:00Z")];
  const { bytes } = makePkcs12({ notBefore, notAfter });
  const clock = jest.spyOn(Date, "now");
  const at = async (time: string) => {
    clock.mockReturnValue(Date.parse(time));
    return warningCodes(await readPkcs12(bytes));
  };
  expect(await at("2029-12-31T23:59:59Z")).toEqual(["not-yet-valid"]);
  expect(await at("2030-01-01T00:00:00Z")).toEqual([]);
  expect(await at("2030-12-31T23:59:59Z")).toEqual([]);
  expect(await at("2031-01-01T00:00:00Z")).toEqual(["expired"]);
  expect(opened).toHaveBeenCalledTimes(1);
});

test("readPkcs12: answers even where the reader itself fails", async () => {
  opened.mockRejectedValueOnce(new TypeError("secret detail"));
  const verdict = await readPkcs12(Buffer.from("a bug"));
  expect(verdict).toMatchObject({ ok: false, code: "corrupt" });
  expect(JSON.stringify(verdict)).not.toContain("secret detail");
});

test("readPkcs12: the same certificate exported again has the same thumbprint", async () => {
  const first = makePkcs12({
    password: "one",
    subject: [
      ["C", "US"],
      ["S", "WA"],
      ["CN", "a.example.com"],
    ],
  });
  const second = reexport(first, "two");
  expect(second.bytes.equals(first.bytes)).toBe(false);
  const { thumbprint, subject, expirationDate } = first;
  const expected = { ok: true, thumbprint, subject, expirationDate };
  expect(await readPkcs12(first.bytes, "one")).toMatchObject(expected);
  expect(await readPkcs12(second.bytes, "two")).toMatchObject(expected);
});

describe("readPkcs12: ends within a second on", () => {
  test.each<[string, string, () => Buffer]>([
    ["more than 10 MiB", "too-large", () => Buffer.alloc(limit + 1, 0x30)],
    ["10 MiB of zeros", "not-pkcs12", () => Buffer.alloc(limit)],
    ["10 MiB of text", "not-pkcs12", () => Buffer.alloc(limit, "text ")],
    ["10 MiB of base64", "base64", () => Buffer.alloc(limit, "AAAA")],
    ["10 MiB of blanks", "empty", () => Buffer.alloc(limit, " ")],
    ["10 MiB of tiny elements", "corrupt", () => filled("0500")],
    ["10 MiB of open ends", "corrupt", () => Buffer.alloc(limit).fill("3080", "hex")],
    ["10 MiB of sequences in a sequence", "corrupt", () => filled("3000")],
  ])("%s", async (_, code, make) => {
    const bytes = make();
    const startMs = performance.now();
    expect(await readPkcs12(bytes)).toMatchObject({ ok: false, code });
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});

/** One SEQUENCE that takes up the whole file. */
function filled(hex: string): Buffer {
  const bytes = Buffer.alloc(limit).fill(hex, "hex");
  bytes.writeUInt8(0x30, 0);
  bytes.writeUInt8(0x83, 1);
  bytes.writeUIntBE(limit - 5, 2, 3);
  return bytes.subarray(0, limit - 1);
}
