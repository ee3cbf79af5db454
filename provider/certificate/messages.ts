import type { Host } from "../host";
import type { Pkcs12Contents } from "../pkcs12/readPkcs12";
import { isVersioned } from "./keyVaultArguments";
import type { CertificateInputs, CertificateState } from "./state";

const DAY_MS = 86_400_000;
const DEFAULT_EXPIRY_WARNING_DAYS = 30;
/** Said by this file in its own words, with the number of days that the program chose. */
const VALIDITY_CODES = new Set(["expired", "not-yet-valid", "expires-soon"]);

interface Identified {
  readonly thumbprint: string;
  readonly subject: string;
}

/** How a certificate is named in messages. */
export function certificateTitle({ subject, thumbprint }: Identified): string {
  return `the certificate ${subject === "" ? "without a subject" : subject} (thumbprint ${thumbprint})`;
}

/** Says on the resource's row, where it can be read without `--diff`, which certificate will replace which. */
export async function sayReplacement(host: Host, stored: CertificateInputs, contents: Pkcs12Contents): Promise<void> {
  const { certificateId, thumbprint, expirationDate, __urn } = stored;
  if (thumbprint === undefined) return;
  const [found, declared] = [
    validUntil(thumbprint, expirationDate),
    validUntil(contents.thumbprint, contents.expirationDate),
  ];
  await host.say({ severity: "info", urn: __urn, text: `${certificateId}: thumbprint ${found} → ${declared}` });
}

function validUntil(thumbprint: string, expirationDate: string | undefined): string {
  return expirationDate === undefined ? thumbprint : `${thumbprint} (valid until ${expirationDate})`;
}

/** Says on the resource's row what a reviewer should know about a certificate that is otherwise in order. */
export async function checkWarnings(
  host: Host,
  inputs: CertificateInputs,
  opened?: { contents: Pkcs12Contents; uploads: boolean },
): Promise<void> {
  const warnings: (string | undefined)[] = [];
  if (opened !== undefined) {
    const { contents, uploads } = opened;
    warnings.push(notYetValid(host, contents), expiryWarning(host, inputs, contents));
    if (uploads)
      warnings.push(...contents.warnings.filter(({ code }) => !VALIDITY_CODES.has(code)).map(({ message }) => message));
  } else if (inputs.keyVault !== undefined && isVersioned(inputs.keyVault.secretIdentifier)) {
    warnings.push(
      "keyVault.secretIdentifier names one version of the secret: Azure will never refresh this certificate. " +
        "Leave the version out, and a renewal in the vault arrives within four hours.",
    );
  }
  for (const text of warnings) {
    if (text !== undefined)
      await host.say({ severity: "warning", urn: inputs.__urn, text: `${inputs.certificateId}: ${text}` });
  }
}

function notYetValid(host: Host, contents: Pkcs12Contents): string | undefined {
  if (Date.parse(contents.notBefore) <= host.now().getTime()) return undefined;
  return `${certificateTitle(contents)} is not valid before ${contents.notBefore}.`;
}

/** What is wrong with a certificate that Azure holds, although it is the declared one. */
export function liveWarnings(host: Host, settings: ExpirySettings, live: CertificateState): string[] {
  const { code, message } = live.keyVault?.lastStatus ?? {};
  const failed = code !== undefined && code !== "Success";
  const fetching = failed
    ? `Azure could not read it from Key Vault: ${code}${message ? `, ${message}` : ""}.`
    : undefined;
  return [fetching, expiryWarning(host, settings, live)].filter((warning) => warning !== undefined);
}

interface ExpirySettings {
  readonly expiryWarningDays?: number | undefined;
}

/** The warning about a certificate that has expired or soon will; undefined when there is time. */
function expiryWarning(
  host: Host,
  { expiryWarningDays }: ExpirySettings,
  certificate: Identified & { readonly expirationDate: string },
): string | undefined {
  const left = Date.parse(certificate.expirationDate) - host.now().getTime();
  const title = certificateTitle(certificate);
  if (left <= 0) return `${title} EXPIRED on ${certificate.expirationDate}: renew it now.`;
  const days = Math.floor(left / DAY_MS);
  if (days >= (expiryWarningDays ?? DEFAULT_EXPIRY_WARNING_DAYS)) return undefined;
  return `${title} expires on ${certificate.expirationDate}, in ${days === 1 ? "1 day" : `${days} days`}: renew it.`;
}
