import { X509Certificate } from "node:crypto";
import type { asn1 } from "node-forge";
import { withoutFraction } from "../emulatorClock";
import type { CertificateFacts } from "../state/emulatorState";
import { dotnetSubject } from "./dotnetSubject";
import { readLeafWithForge } from "./forgeLeaf";
import { visibleIterationCount } from "./iterationCount";
import { readLeafNatively } from "./nativeLeaf";
import { loadNodeForge, readAsn1, type NodeForge } from "./nodeForge";

/** Why an upload cannot be opened. */
export type OpenFailure = "wrong-password" | "unreadable";

// OpenSSL derives about a million rounds a second; JavaScript a tenth of that at best. Both block the emulator meanwhile.
const maxNativeIterations = 1_000_000;
const maxForgeIterations = 100_000;

function readPlainCertificate(bytes: Buffer): Buffer | undefined {
  try {
    return new X509Certificate(bytes).raw;
  } catch {
    return undefined;
  }
}

function describe(forge: NodeForge, certificateDer: Buffer, hasPrivateKey: boolean): CertificateFacts {
  const certificate = new X509Certificate(certificateDer);
  return {
    subject: dotnetSubject(forge, certificateDer),
    thumbprint: certificate.fingerprint.replaceAll(":", ""),
    expirationDate: withoutFraction(new Date(certificate.validTo)),
    hasPrivateKey,
  };
}

/**
 * Opens an upload as Azure would: a PKCS#12 with its password, or a bare certificate, which is accepted for checks of client
 * certificates and answers `hasPrivateKey: false` (published). Never the provider's reader: both must not share one misreading.
 */
export function openCertificate(bytes: Buffer, password: string | undefined): CertificateFacts | OpenFailure {
  const forge = loadNodeForge();
  const plain = readPlainCertificate(bytes);
  if (plain !== undefined) return describe(forge, plain, false);

  let root: asn1.Asn1;
  try {
    root = readAsn1(forge, bytes);
  } catch {
    return "unreadable";
  }
  const iterations = visibleIterationCount(forge, root);
  if (iterations > maxNativeIterations) return "unreadable";

  const native = readLeafNatively(bytes, password ?? "");
  if (native === "wrong-password") return native;
  if (native !== "unsupported") return describe(forge, native.certificateDer, true);
  if (iterations > maxForgeIterations) return "unreadable";

  const leaf = readLeafWithForge(forge, root, password ?? "");
  if (leaf === "unsupported") return "unreadable";
  return leaf === "wrong-password" ? leaf : describe(forge, leaf.certificateDer, leaf.hasPrivateKey);
}
