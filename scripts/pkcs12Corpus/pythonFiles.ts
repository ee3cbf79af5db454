import { fixtureKey } from "../../tests/support/pkcs12/fixtureKeys";
import { chain, selfSigned } from "./certificates";
import type { CorpusFile } from "./corpusFile";
import { pem, type Workshop } from "./workshop";

const program = `
import sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.serialization import pkcs12

key = s.load_pem_private_key(open("key.pem", "rb").read(), None)
certificates = x509.load_pem_x509_certificates(open("certificates.pem", "rb").read())
kinds = {
    "best": s.BestAvailableEncryption(b"secret"),
    "open": s.NoEncryption(),
    "aes": s.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(5000).key_cert_algorithm(
        pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA512()).build(b"secret"),
    "3des": s.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2000).key_cert_algorithm(
        pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1()).build(b"secret"),
}
bytes = pkcs12.serialize_key_and_certificates(b"main", key, certificates[0], certificates[1:] or None, kinds[sys.argv[1]])
open("out.p12", "wb").write(bytes)
`;

/** What Python's cryptography writes; nothing where it is not installed. */
export function pythonFiles(workshop: Workshop): CorpusFile[] {
  if (!workshop.has("python3", "-c", "import cryptography")) return [];
  workshop.put("make.py", program);
  const rsa = selfSigned("rsa2048");
  const make = (kind: string, certificates: readonly Buffer[]) => {
    workshop.put("key.pem", fixtureKey("rsa2048").export({ type: "pkcs8", format: "pem" }));
    workshop.put("certificates.pem", certificates.map((der) => pem("CERTIFICATE", der)).join(""));
    workshop.run("python3", "make.py", kind);
    return workshop.take("out.p12");
  };
  const common = { source: "Python cryptography", password: "secret" };
  return [
    { ...common, name: "python-best", bytes: make("best", [rsa]), expected: { leaf: rsa } },
    { ...common, name: "python-aes", bytes: make("aes", [rsa]), expected: { leaf: rsa } },
    { ...common, name: "python-3des", bytes: make("3des", [rsa]), expected: { leaf: rsa } },
    {
      ...common,
      name: "python-chain",
      bytes: make("best", [chain.leaf, chain.root, chain.middle]),
      expected: { leaf: chain.leaf, chain: [chain.middle, chain.root] },
    },
    {
      ...common,
      name: "python-open",
      password: undefined,
      bytes: make("open", [rsa]),
      expected: { leaf: rsa },
    },
  ];
}
