import { pem, type Workshop } from "./workshop";

/** What OpenSSL says about a certificate, in this project's words. */
export interface SecondOpinion {
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: string;
  readonly expirationDate: string;
}

/** OpenSSL's names that Windows calls by another one. */
const windowsNames: Readonly<Record<string, string>> = {
  ST: "S",
  emailAddress: "E",
  serialNumber: "SERIALNUMBER",
  street: "STREET",
  title: "T",
  GN: "G",
  initials: "I",
};

/** Asks `openssl x509`; nothing of the reader takes part. */
export function secondOpinion(workshop: Workshop, certificate: Buffer): SecondOpinion {
  const file = workshop.put("opinion.pem", pem("CERTIFICATE", certificate));
  const ask = (...options: string[]) => workshop.run("openssl", "x509", "-in", file, "-noout", ...options);
  const dates = ask("-dates", "-dateopt", "iso_8601");
  return {
    thumbprint: ask("-fingerprint", "-sha1").replace(/^.*=/, "").trim().replaceAll(":", ""),
    subject: windowsSubject(ask("-subject", "-nameopt", "esc_2253,utf8,sep_comma_plus,sname")),
    notBefore: date(dates, "notBefore"),
    expirationDate: date(dates, "notAfter"),
  };
}

function date(printed: string, field: string): string {
  return (new RegExp(`${field}=(.*)`).exec(printed)?.[1] ?? "").trim().replace(" ", "T");
}

/** From OpenSSL's escaped form, in the order of the encoding, to that of Windows: quoted and reversed. */
function windowsSubject(printed: string): string {
  const text = printed.replace(/^subject=/, "").replace(/\n$/, "");
  if (text === "") return "";
  const relativeNames = splitUnescaped(text, ",");
  return relativeNames
    .map((relativeName) => splitUnescaped(relativeName, "+").map(windowsAttribute).join(" + "))
    .reverse()
    .join(", ");
}

function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (let i = 0; i < text.length; i++) {
    const taken = text[i] === "\\" ? text.slice(i, ++i + 1) : text.charAt(i);
    if (taken === separator) {
      parts.push(part);
      part = "";
    } else part += taken;
  }
  parts.push(part);
  return parts;
}

function windowsAttribute(attribute: string): string {
  const at = attribute.indexOf("=");
  const name = attribute.slice(0, at);
  const value = attribute
    .slice(at + 1)
    .replace(/\\([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(.)/g, "$1");
  const quote = value === "" || /^\s|\s$/.test(value) || /[,+="\n<>#;]/.test(value);
  const known = windowsNames[name] ?? (/^[A-Z]+$/.test(name) ? name : undefined);
  return `${known ?? `OID.${oidOf(name)}`}=${quote ? `"${value.replaceAll('"', '""')}"` : value}`;
}

/** OpenSSL knows names for attributes that Windows has none for. */
function oidOf(name: string): string {
  return { businessCategory: "2.5.4.15", jurisdictionC: "1.3.6.1.4.1.311.60.2.1.3" }[name] ?? name;
}
