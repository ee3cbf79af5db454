import type { Pkcs12Contents, Pkcs12Refusal, Pkcs12Verdict } from "../pkcs12/readPkcs12";

const dayMs = 86_400_000;
const expiresSoonDays = 30;

/** Adds the warning `expires-soon` within thirty days of the end. */
export function withExpiryWarning(verdict: Pkcs12Verdict, nowMs: number): Pkcs12Verdict {
  if (!verdict.ok) return verdict;
  const days = daysLeft(verdict, nowMs);
  if (days < 0 || days >= expiresSoonDays) return verdict;
  const message = `the certificate expires in ${days === 1 ? "1 day" : `${days} days`}, at ${verdict.expirationDate}`;
  return { ...verdict, warnings: [...verdict.warnings, { code: "expires-soon", message }] };
}

/** The contents as text, to be read in a hurry. */
export function describeContents(file: string, contents: Pkcs12Contents): string {
  const rows: [string, string][] = [
    ["subject", contents.subject],
    ["thumbprint", contents.thumbprint],
    ["valid", `${contents.notBefore} to ${contents.expirationDate} (${remaining(daysLeft(contents, Date.now()))})`],
    ["key", `${contents.keyAlgorithm}, with its private key`],
    ...contents.chain.map(({ subject, thumbprint }): [string, string] => ["chain", `${subject} (${thumbprint})`]),
    ...contents.warnings.map(({ code, message }): [string, string] => ["warning", `${message} (${code})`]),
  ];
  return layOut(file, rows);
}

/** Why a file cannot be used. One that cannot even be opened has no code: that says nothing about PKCS#12. */
export type Refusal = Omit<Pkcs12Refusal, "code"> & Partial<Pick<Pkcs12Refusal, "code">>;

/** The refusal as text, with the certificates that were found all the same. */
export function describeRefusal(file: string, { message, code, chain = [] }: Refusal): string {
  const rows = chain.map(({ subject, thumbprint }): [string, string] => ["found", `${subject} (${thumbprint})`]);
  return layOut(`${file}: ${message}${code === undefined ? "" : ` (${code})`}`, rows);
}

function layOut(heading: string, rows: [string, string][]): string {
  return [heading, ...rows.map(([label, text]) => `  ${label.padEnd(12)}${text}`)].map(printable).join("\n");
}

function daysLeft({ expirationDate }: Pkcs12Contents, nowMs: number): number {
  return Math.floor((Date.parse(expirationDate) - nowMs) / dayMs);
}

function remaining(days: number): string {
  if (days < 0) return days === -1 ? "expired less than a day ago" : `expired ${-days - 1} days ago`;
  return days === 1 ? "1 day left" : `${days} days left`;
}

/** A subject is whatever its maker wrote: control characters could move the cursor. */
function printable(line: string): string {
  return line.replace(/\p{Cc}|\p{Bidi_Control}/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}
