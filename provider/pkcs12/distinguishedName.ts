import { required, type BerValue } from "./berValues";
import { asn1String } from "./asn1String";

/**
 * The short names that Windows, and so .NET there, prints; every other attribute is printed as `OID.` and its number.
 * https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certstrtonamew
 */
const shortNames: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.4", "SN"],
  ["2.5.4.5", "SERIALNUMBER"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "S"],
  ["2.5.4.9", "STREET"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.5.4.12", "T"],
  ["2.5.4.13", "Description"],
  ["2.5.4.17", "PostalCode"],
  ["2.5.4.18", "POBox"],
  ["2.5.4.20", "Phone"],
  ["2.5.4.24", "X21Address"],
  ["2.5.4.42", "G"],
  ["2.5.4.43", "I"],
  ["2.5.4.46", "dnQualifier"],
  ["0.9.2342.19200300.100.1.25", "DC"],
  ["1.2.840.113549.1.9.1", "E"],
]);

/** A Name as .NET's `X509Certificate2.Subject` prints it, which is what Azure answers. */
export function distinguishedName(name: BerValue): string {
  return name
    .sequence()
    .reverse()
    .map((relativeName) => relativeName.set().map(attribute).join(" + "))
    .join(", ");
}

function attribute(typeAndValue: BerValue): string {
  const fields = typeAndValue.sequence();
  const oid = required(fields, 0).oid();
  return `${shortNames.get(oid) ?? `OID.${oid}`}=${quoted(asn1String(required(fields, 1)))}`;
}

/** Exactly the white space that Windows quotes for, and a line feed but not a carriage return inside. */
function quoted(value: string): string {
  const needsQuotes = value === "" || /^[ \t-\r]|[ \t-\r]$|[,+="\n<>#;]/.test(value);
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}
