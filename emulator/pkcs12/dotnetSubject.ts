import type { asn1 } from "node-forge";
import { readAsn1, type NodeForge } from "./nodeForge";

/** The attribute names that .NET's X509Certificate2.Subject prints on Windows; any other is `OID.1.2.3` (documented by .NET). */
const attributeNames: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "SERIALNUMBER",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "S",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.12": "T",
  "2.5.4.13": "Description",
  "2.5.4.17": "PostalCode",
  "2.5.4.18": "POBox",
  "2.5.4.20": "Phone",
  "2.5.4.42": "G",
  "2.5.4.43": "I",
  "2.5.4.46": "dnQualifier",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "E",
};

const universalString = 28;

function children(node: asn1.Asn1 | undefined): readonly asn1.Asn1[] {
  return node !== undefined && typeof node.value !== "string" ? node.value : [];
}

function decodeText(forge: NodeForge, node: asn1.Asn1): string {
  const value = typeof node.value === "string" ? node.value : "";
  // node-forge has decoded this one already.
  if (node.type === forge.asn1.Type.BMPSTRING) return value;
  const bytes = Buffer.from(value, "binary");
  if (node.type === forge.asn1.Type.UTF8) return bytes.toString("utf8");
  if ((node.type as number) === universalString) {
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readUInt32BE(index * 4))
      .map((codePoint) => String.fromCodePoint(codePoint))
      .join("");
  }
  return bytes.toString("latin1");
}

function quoteIfNeeded(text: string): string {
  const needsQuotes = text === "" || /[,+="\n<>#;]/.test(text) || /^\s|\s$/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

function printAttribute(forge: NodeForge, attribute: asn1.Asn1): string {
  const [type, value] = children(attribute);
  if (type === undefined || value === undefined) return "";
  const oid = forge.asn1.derToOid(type.value as string);
  return `${attributeNames[oid] ?? `OID.${oid}`}=${quoteIfNeeded(decodeText(forge, value))}`;
}

/** The subject of a DER certificate as Azure prints it: relative names in reverse order, `", "` between them (recorded form). */
export function dotnetSubject(forge: NodeForge, certificateDer: Buffer): string {
  const certificate = readAsn1(forge, certificateDer);
  const fields = children(children(certificate)[0]);
  const versioned = fields[0]?.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC;
  return [...children(fields[versioned ? 5 : 4])]
    .reverse()
    .map((relativeName) =>
      children(relativeName)
        .map((attribute) => printAttribute(forge, attribute))
        .join(" + "),
    )
    .join(", ");
}
