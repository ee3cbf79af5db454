import { createPrivateKey, X509Certificate } from "node:crypto";
import type { asn1, pkcs12 } from "node-forge";
import type { NodeForge } from "./nodeForge";

export type ForgeLeaf =
  { readonly certificateDer: Buffer; readonly hasPrivateKey: boolean } | "wrong-password" | "unsupported";

function openContainer(forge: NodeForge, root: asn1.Asn1, password: string): pkcs12.Pkcs12Pfx {
  if (password !== "") return forge.pkcs12.pkcs12FromAsn1(root, false, password);
  // An absent password is written in two ways: the zero-length one and the null one.
  try {
    return forge.pkcs12.pkcs12FromAsn1(root, false, "");
  } catch {
    return forge.pkcs12.pkcs12FromAsn1(root, false);
  }
}

function certificatesOf(forge: NodeForge, container: pkcs12.Pkcs12Pfx): Buffer[] {
  const { certBag } = forge.pki.oids;
  const bags = certBag === undefined ? [] : (container.getBags({ bagType: certBag })[certBag] ?? []);
  return bags.map((bag) => {
    const structure = bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1;
    return Buffer.from(forge.asn1.toDer(structure).getBytes(), "binary");
  });
}

function keysOf(forge: NodeForge, container: pkcs12.Pkcs12Pfx): Buffer[] {
  const { keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
  return [keyBag, pkcs8ShroudedKeyBag]
    .flatMap((bagType) => (bagType === undefined ? [] : (container.getBags({ bagType })[bagType] ?? [])))
    .map((bag) => (bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1))
    .map((structure) => Buffer.from(forge.asn1.toDer(structure).getBytes(), "binary"));
}

function belongsTogether(certificateDer: Buffer, keyDer: Buffer): boolean {
  try {
    const key = createPrivateKey({ key: keyDer, format: "der", type: "pkcs8" });
    return new X509Certificate(certificateDer).checkPrivateKey(key);
  } catch {
    return false;
  }
}

/** Opens what OpenSSL will not: RC2 from older Windows, and files without a private key. */
export function readLeafWithForge(forge: NodeForge, root: asn1.Asn1, password: string): ForgeLeaf {
  let container: pkcs12.Pkcs12Pfx;
  try {
    container = openContainer(forge, root, password);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    return /MAC could not be verified/i.test(reason) ? "wrong-password" : "unsupported";
  }
  const certificates = certificatesOf(forge, container);
  const keys = keysOf(forge, container);
  const leaf = certificates.find((certificate) => keys.some((key) => belongsTogether(certificate, key)));
  if (leaf !== undefined) return { certificateDer: leaf, hasPrivateKey: true };
  const first = certificates[0];
  return first === undefined ? "unsupported" : { certificateDer: first, hasPrivateKey: false };
}
