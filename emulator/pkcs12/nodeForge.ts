import { createRequire } from "node:module";
import type { asn1, md, pkcs12, pki } from "node-forge";

/** Missing from the published types. */
interface LooseReading {
  readonly strict: false;
  readonly parseAllBytes: false;
  readonly decodeBitStrings: false;
}

/** The parts of node-forge that opening a PKCS#12 and signing a throw-away certificate need. */
export interface NodeForge {
  readonly asn1: Omit<typeof asn1, "fromDer"> & { fromDer(binary: string, options: LooseReading): asn1.Asn1 };
  readonly md: typeof md;
  readonly pkcs12: typeof pkcs12;
  readonly pki: typeof pki;
}

/** Loads only those parts, when they are needed first: an emulator that sees no certificate starts without them. */
export function loadNodeForge(): NodeForge {
  const load = createRequire(__filename);
  load("node-forge/lib/pkcs12");
  load("node-forge/lib/pki");
  load("node-forge/lib/sha256");
  return load("node-forge/lib/forge") as NodeForge;
}

/** Reads BER or DER; bytes after the structure are ignored. @throws Error when it is neither. */
export function readAsn1(forge: NodeForge, bytes: Buffer): asn1.Asn1 {
  const loosely: LooseReading = { strict: false, parseAllBytes: false, decodeBitStrings: false };
  return forge.asn1.fromDer(bytes.toString("binary"), loosely);
}
