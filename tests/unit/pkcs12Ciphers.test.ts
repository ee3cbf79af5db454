import { digestsByOid } from "../../provider/pkcs12/digests";
import { pkcs12Kdf } from "../../provider/pkcs12/pkcs12Kdf";
import { rc2CbcDecrypt } from "../../provider/pkcs12/rc2";
import { rc4 } from "../../provider/pkcs12/rc4";
import { derivePkcs12, utf16Password } from "../support/pkcs12/keyDerivation";

const noVector = Buffer.alloc(8);

describe("rc2CbcDecrypt: decrypts the vectors of RFC 2268, section 5", () => {
  test.each([
    ["0000000000000000", 63, "ebb773f993278eff", "0000000000000000"],
    ["ffffffffffffffff", 64, "278b27e42e2f0d49", "ffffffffffffffff"],
    ["3000000000000000", 64, "30649edf9be7d2c2", "1000000000000001"],
    ["88", 64, "61a8a244adacccf0", "0000000000000000"],
    ["88bca90e90875a", 64, "6ccf4308974c267f", "0000000000000000"],
    ["88bca90e90875a7f0f79c384627bafb2", 64, "1a807d272bbe5db1", "0000000000000000"],
    ["88bca90e90875a7f0f79c384627bafb2", 128, "2269552ab0f85ca6", "0000000000000000"],
  ])("key %s, %i bits", (...[key, effectiveBits, encrypted, plain]) => {
    const data = Buffer.from(encrypted, "hex");
    expect(rc2CbcDecrypt(Buffer.from(key, "hex"), noVector, { data, effectiveBits }).toString("hex")).toBe(plain);
  });
});

describe("rc4: gives the key stream of RFC 6229", () => {
  test.each([
    ["0102030405", "b2396305f03dc027ccc3524a0a1118a8"],
    ["0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"],
  ])("key %s", (key, stream) => {
    expect(rc4(Buffer.from(key, "hex"), Buffer.alloc(16)).toString("hex")).toBe(stream);
  });
});

describe("pkcs12Kdf: derives", () => {
  const salt = Buffer.from("0a58cf64530d823f", "hex");
  const sha1 = { name: "sha1", octets: 20, block: 64 };

  test.each([
    [1, 24, "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3"],
    [2, 8, "79993dfe048d3b76"],
  ])("the published example for purpose %i", async (purpose, octets, expected) => {
    const request = { digest: sha1, purpose, password: utf16Password("smeg"), salt, rounds: 1, octets };
    expect((await pkcs12Kdf(request)).toString("hex")).toBe(expected);
  });

  test.each([...digestsByOid.values()].map((digest) => [digest.name, digest] as const))(
    "the same as an independent derivation with %s",
    async (name, digest) => {
      const request = { purpose: 1 as const, password: utf16Password("pässwörd"), salt, rounds: 37, octets: 150 };
      expect(await pkcs12Kdf({ ...request, digest })).toEqual(derivePkcs12({ ...request, digest: name }));
    },
  );

  test("from the null password and no salt", async () => {
    const request = { purpose: 3 as const, password: Buffer.alloc(0), salt: Buffer.alloc(0), rounds: 5, octets: 50 };
    expect(await pkcs12Kdf({ ...request, digest: sha1 })).toEqual(derivePkcs12({ ...request, digest: "sha1" }));
  });

  test("the same where node:crypto has no one-shot hash (Node before 20.12)", async () => {
    jest.resetModules();
    jest.doMock("node:crypto", () => ({ ...jest.requireActual<object>("node:crypto"), hash: undefined }));
    const older = await import("../../provider/pkcs12/pkcs12Kdf.js");
    jest.dontMock("node:crypto");
    const request = { digest: sha1, purpose: 1 as const, password: utf16Password("x"), salt, rounds: 37, octets: 24 };
    expect(await older.pkcs12Kdf(request)).toEqual(derivePkcs12({ ...request, digest: "sha1" }));
  });

  test("lets other work of the process have its turn", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await pkcs12Kdf({ digest: sha1, purpose: 3, password: utf16Password("x"), salt, rounds: 200_000, octets: 20 });
    clearInterval(ticking);
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});
