import { X509Certificate } from "node:crypto";
import type { asn1 } from "node-forge";
import { withoutFraction } from "../emulatorClock";
import type { CertificateFacts } from "../certificates/certificateFacts";
import { dotnetSubject } from "./dotnetSubject";
import { readLeafWithForge } from "./forgeLeaf";
import { visibleIterationCount } from "./iterationCount";
import { readLeafNatively } from "./nativeLeaf";
import { loadNodeForge, readAsn1, type NodeForge } from "./nodeForge";

/** Why an upload cannot be opened. */
export type OpenFailure = "wrong-password" | "unreadable";

// OpenSSL derives about a million rounds a second, JavaScript a tenth of that; both block the emulator meanwhile.
// keytool writes 200,000 in all.
const maxNativeIterations = 1_000_000;
const maxForgeIterations = 250_000;

function readPlainCertificate(bytes: Buffer): Buffer | undefined {
  try {
    return new X509Certificate(bytes).raw;
  } catch {
    return undefined;
  }
}

function describe(
  forge: NodeForge,
  leaf: { certificateDer: Buffer; hasPrivateKey: boolean },
): CertificateFacts | OpenFailure {
  try {
    const certificate = new X509Certificate(leaf.certificateDer);
    return {
      subject: dotnetSubject(forge, leaf.certificateDer),
      thumbprint: certificate.fingerprint.replaceAll(":", ""),
      expirationDate: withoutFraction(new Date(certificate.validTo)),
      hasPrivateKey: leaf.hasPrivateKey,
    };
  } catch {
    return "unreadable";
  }
}

function openContainer(forge: NodeForge, bytes: Buffer, password: string): CertificateFacts | OpenFailure {
  let root: asn1.Asn1;
  try {
    root = readAsn1(forge, bytes);
  } catch {
    return "unreadable";
  }
  const iterations = visibleIterationCount(forge, root);
  if (iterations > maxNativeIterations) return "unreadable";

  const native = readLeafNatively(bytes, password);
  if (typeof native === "object") return describe(forge, { ...native, hasPrivateKey: true });
  // OpenSSL does not try every way in which an empty password can be written.
  if (native === "wrong-password" && password !== "") return native;
  if (iterations > maxForgeIterations) return "unreadable";

  const leaf = readLeafWithForge(forge, root, password);
  if (typeof leaf === "object") return describe(forge, leaf);
  return leaf === "wrong-password" || native === "wrong-password" ? "wrong-password" : "unreadable";
}

/**
 * Opens an upload as Azure would: a PKCS#12 with its password, or a bare certificate, which is accepted for checks of client
 * certificates and answers `hasPrivateKey: false` (published). Never the provider's reader: both must not share one misreading.
 */
export function openCertificate(bytes: Buffer, password: string | undefined): CertificateFacts | OpenFailure {
  const forge = loadNodeForge();
  const plain = readPlainCertificate(bytes);
  return plain === undefined
    ? openContainer(forge, bytes, password ?? "")
    : describe(forge, { certificateDer: plain, hasPrivateKey: false });
}
