import type { CertificateContract, KeyVaultLastStatus } from "../apim/contracts";
import { parseResourceId, type ServiceAddress } from "../apim/resourceId";
import type { Properties } from "../host";

export interface KeyVaultInputs {
  readonly secretIdentifier: string;
  readonly identityClientId?: string | undefined;
}

/** Arguments that are stored as they are; changing them sends nothing. */
interface KeptArguments {
  readonly dataFile?: string | undefined;
  readonly passwordEnv?: string | undefined;
  readonly refreshTriggers?: unknown;
  readonly adoptExisting?: boolean | undefined;
  readonly expiryWarningDays?: number | undefined;
  readonly allowExpired?: boolean | undefined;
}

/** After `check`. The three facts about the certificate are absent with `keyVault`, and unknown while the file is. */
export interface CertificateInputs extends ServiceAddress, KeptArguments {
  readonly certificateId: string;
  readonly data?: string | undefined;
  readonly password?: string | undefined;
  readonly keyVault?: KeyVaultInputs | undefined;
  readonly thumbprint?: string | undefined;
  readonly subject?: string | undefined;
  readonly expirationDate?: string | undefined;
  readonly __urn?: string | undefined;
}

/** What Pulumi stores as outputs. The place is in the id, and the file and its password are nowhere here. */
export interface CertificateState extends KeptArguments {
  readonly thumbprint: string;
  readonly subject: string;
  readonly expirationDate: string;
  readonly hasPrivateKey?: boolean | undefined;
  readonly keyVault?: (KeyVaultInputs & { readonly lastStatus?: KeyVaultLastStatus | undefined }) | undefined;
  readonly etag?: string | undefined;
}

/** What Azure answered. */
export interface LiveCertificate {
  readonly contract: CertificateContract;
  readonly etag: string | undefined;
}

/** Stands in for a certificate given as `data` that somebody replaced by hand: the stored bytes are no longer the truth. */
export const REPLACED_OUTSIDE = "replaced-outside";

export function asInputs(properties: Properties): CertificateInputs {
  return properties as unknown as CertificateInputs;
}

export function asState(properties: Properties): CertificateState {
  return properties as unknown as CertificateState;
}

function keptArguments(source: KeptArguments): KeptArguments {
  const { dataFile, passwordEnv, refreshTriggers, adoptExisting, expiryWarningDays, allowExpired } = source;
  return { dataFile, passwordEnv, refreshTriggers, adoptExisting, expiryWarningDays, allowExpired };
}

/** The state after an answer from Azure. */
export function stateOf(source: KeptArguments, { contract, etag }: LiveCertificate): Properties {
  const { thumbprint, subject, expirationDate, hasPrivateKey, keyVault } = contract.properties;
  const state: CertificateState = {
    ...keptArguments(source),
    thumbprint,
    subject,
    expirationDate,
    hasPrivateKey,
    keyVault: keyVault && { ...keyVault, identityClientId: keyVault.identityClientId ?? undefined },
    etag,
  };
  return { ...state };
}

/** The inputs that would have led to what was found, so that the next preview shows found → declared. */
export function driftedInputs(stored: { id: string; state: CertificateState }, found: CertificateState): Properties {
  const { subscriptionId, resourceGroupName, serviceName, certificateId } = parseResourceId(stored.id);
  const fromKeyVault = stored.state.keyVault !== undefined;
  const { thumbprint, subject, expirationDate, keyVault } = found;
  return {
    subscriptionId,
    resourceGroupName,
    serviceName,
    certificateId,
    ...keptArguments(stored.state),
    ...(fromKeyVault ? {} : { thumbprint, subject, expirationDate }),
    ...(fromKeyVault || stored.state.dataFile !== undefined ? {} : { data: REPLACED_OUTSIDE }),
    ...(keyVault && { keyVault: { ...keyVault, lastStatus: undefined } }),
  };
}

/** Key Vault settings as the program, the state or Azure has them: no identity may be absent or null. */
interface AnyKeyVault {
  readonly secretIdentifier: string;
  readonly identityClientId?: string | null | undefined;
}

/** Whether two Key Vault settings fetch the same certificate with the same identity. */
export function sameKeyVault(a: AnyKeyVault | undefined, b: AnyKeyVault | undefined): boolean {
  return comparable(a) === comparable(b);
}

function comparable(vault: AnyKeyVault | undefined): string {
  const { secretIdentifier = "", identityClientId } = vault ?? {};
  return `${secretIdentifier.replace(/\/$/, "")} ${identityClientId ?? ""}`.toLowerCase();
}
