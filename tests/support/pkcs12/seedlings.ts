import { readFileSync } from "node:fs";
import path from "node:path";
import type { ManifestEntry } from "../../../scripts/pkcs12Corpus/corpusFile";
import { issueCertificate } from "./certificateBuilder";
import { octetString, sequence } from "./der";
import { fixtureKeyPkcs8, pkcs12Fixtures, type KeyName } from "./fixtureKeys";
import { bag, certificateBag, dataContent, keyBag, openSafe, pfx } from "./pkcs12Builder";
import { pbes2, tripleDes, type Encryption } from "./pkcs12Encryption";
import { classicMac, pbmac1 } from "./pkcs12Mac";

/** Bytes to mutate, and how they become a file afterwards. */
interface Seedling {
  readonly name: string;
  readonly bytes: Buffer;
  readonly password: string | undefined;
  readonly wrap: (mutated: Buffer) => Buffer;
}

type Seedlings = [Seedling, ...Seedling[]];

const password = "secret";
const mac = classicMac({ password, rounds: 1 });

/** Every file of the corpus, mutated as a whole. */
export function corpusSeedlings(): Seedlings {
  const manifest = JSON.parse(readFileSync(path.join(pkcs12Fixtures, "manifest.json"), "utf8")) as ManifestEntry[];
  const seedlings = manifest
    .map((entry) => ({ ...entry, bytes: readFileSync(path.join(pkcs12Fixtures, "corpus", entry.file)) }))
    .filter(({ bytes }) => bytes.length > 0)
    .map(({ file, bytes, ...entry }) => ({
      name: file,
      bytes,
      password: entry.password,
      wrap: (mutated: Buffer) => mutated,
    }));
  return atLeastOne(seedlings);
}

/** Parts of a file, mutated and then put into a sound file with a right MAC: so the mutations get past the outer layers. */
export function partSeedlings(): Seedlings {
  const rsa = selfSigned("rsa2048");
  const certificateSafe = openSafe(certificateBag(rsa));
  const rsaKey = fixtureKeyPkcs8("rsa2048");
  const keySafe = openSafe(keyBag(rsaKey));
  const part = (name: string, bytes: Buffer, wrap: Seedling["wrap"]) => ({ name, bytes, password, wrap });
  const key = (name: KeyName) => {
    const safe = openSafe(certificateBag(selfSigned(name)));
    return part(`key ${name}`, fixtureKeyPkcs8(name), (mutated) => pfx([safe, openSafe(keyBag(mutated))], mac));
  };
  const certificate = (name: KeyName) =>
    part(`certificate ${name}`, selfSigned(name), (mutated) =>
      pfx([openSafe(certificateBag(mutated)), openSafe(keyBag(fixtureKeyPkcs8(name)))], mac),
    );
  const algorithm = (name: string, encryption: Encryption) => {
    const sealed = encryption(rsaKey);
    return part(`algorithm ${name}`, sealed.algorithm, (mutated) =>
      pfx([certificateSafe, openSafe(bag(2, sequence(mutated, octetString(sealed.data))))], mac),
    );
  };
  const macData = (name: string, make: typeof mac) =>
    part(`mac ${name}`, make(sequence(certificateSafe, keySafe)), (mutated) =>
      pfx([certificateSafe, keySafe], () => mutated),
    );
  return [
    part("safe contents", sequence(certificateBag(rsa), keyBag(rsaKey)), (mutated) => pfx([dataContent(mutated)], mac)),
    part("authenticated safe", sequence(certificateSafe, keySafe), (mutated) => pfx([mutated.subarray(4)], mac)),
    ...(["rsa2048", "ec-p256", "ec-p521", "ed25519"] as const).flatMap((name) => [key(name), certificate(name)]),
    algorithm("PBES2", pbes2({ password, rounds: 1 })),
    algorithm("scrypt", pbes2({ password, scrypt: { n: 2, r: 1, p: 1 } })),
    algorithm("triple DES", tripleDes(password, 1)),
    macData("classic", mac),
    macData("PBMAC1", pbmac1({ password, rounds: 1 })),
  ];
}

function selfSigned(key: KeyName): Buffer {
  const [notBefore, notAfter] = [new Date("2024-01-01T00:00:00Z"), new Date("2046-01-01T00:00:00Z")];
  return issueCertificate({
    subject: [
      ["O", "Example"],
      ["CN", "fuzz"],
    ],
    notBefore,
    notAfter,
    key,
    serial: 1n,
  });
}

function atLeastOne(seedlings: Seedling[]): Seedlings {
  const [first, ...rest] = seedlings;
  if (!first) throw new Error("the corpus is empty");
  return [first, ...rest];
}
