/** Which of a gateway's two keys. */
export type KeyType = "primary" | "secondary";

/** Where API Management fetches a certificate from. */
export interface KeyVaultContract {
  readonly secretIdentifier: string;
  /** Null or absent: the service's system-assigned identity. */
  readonly identityClientId?: string | null;
  readonly lastStatus?: KeyVaultLastStatus;
}

/** How the last fetch from Key Vault went. */
export interface KeyVaultLastStatus {
  readonly code?: string;
  readonly message?: string;
  readonly timeStampUtc?: string;
}

/** A certificate as Azure answers it. */
export interface CertificateContract {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: {
    readonly subject: string;
    /** SHA-1 of the certificate's DER, 40 hex digits. */
    readonly thumbprint: string;
    readonly expirationDate: string;
    /** Not in the published spec; answered since 2022. */
    readonly hasPrivateKey?: boolean;
    readonly keyVault?: KeyVaultContract;
  };
}

/** What a certificate PUT sends. */
export interface CertificateCreateOrUpdateProperties {
  /** Base64 of the PKCS#12 file. */
  readonly data?: string;
  readonly password?: string;
  readonly keyVault?: { readonly secretIdentifier: string; readonly identityClientId?: string };
}

/** A self-hosted gateway as Azure answers it. */
export interface GatewayContract {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** A gateway's two keys: secrets. */
export interface GatewayKeysContract {
  readonly primary: string;
  readonly secondary: string;
}
