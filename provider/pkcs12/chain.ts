import type { Certificate } from "./certificate";

/** The certificates other than the leaf: its issuers from the nearest on, then those that are not among them. */
export function orderChain(leaf: Certificate, certificates: Certificate[]): Certificate[] {
  const left = new Set(certificates);
  left.delete(leaf);
  const ordered: Certificate[] = [];
  let issuer = issuerOf(leaf, left);
  while (issuer) {
    left.delete(issuer);
    ordered.push(issuer);
    issuer = issuerOf(issuer, left);
  }
  return [...ordered, ...left];
}

function issuerOf(certificate: Certificate, candidates: Set<Certificate>): Certificate | undefined {
  for (const candidate of candidates) {
    if (candidate.encodedSubject.equals(certificate.encodedIssuer)) return candidate;
  }
  return undefined;
}
