import * as pulumi from "@pulumi/pulumi";
import { withholdPromiseTraces } from "../promiseTraces";
import { registration, secretInput } from "../registration";

/** A certificate that API Management fetches from Azure Key Vault by itself. */
export interface CertificateKeyVaultArgs {
  /**
   * Address of the **secret** behind the Key Vault certificate: `https://VAULT.vault.azure.net/secrets/NAME`. Without a
   * version, a renewal in the vault arrives within four hours; with one, it never does.
   * A change updates in place.
   */
  readonly secretIdentifier: pulumi.Input<string>;
  /**
   * Client id (a GUID; neither the resource id nor the principal id) of the user-assigned identity that may read the secret.
   * A change updates in place.
   * @defaultValue the service's system-assigned identity
   */
  readonly identityClientId?: pulumi.Input<string> | undefined;
}

/** Where a certificate was fetched from, and how the last attempt went. */
export interface CertificateKeyVault {
  /** Address of the secret, as declared. */
  readonly secretIdentifier: string;
  /** Client id of the identity that reads the secret; undefined for the service's system-assigned one. */
  readonly identityClientId?: string;
  /** The last read from Key Vault; undefined before the first one. */
  readonly lastStatus?: {
    /** `Success`, or what went wrong. */
    readonly code?: string;
    /** What Azure says about it. */
    readonly message?: string;
    /** When it was, ISO 8601 in UTC. */
    readonly timeStampUtc?: string;
  };
}

/** Arguments of {@link Certificate}. Exactly one of `data`, `dataFile` and `keyVault` must be given. */
export interface CertificateArgs {
  /** Resource group of the service. A change replaces; letter case does not count. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Name of the API Management service, 1 to 50 letters, digits and hyphens. A change replaces; letter case does not count. */
  readonly serviceName: pulumi.Input<string>;
  /**
   * Identifier of the certificate in the service, 1 to 80 characters, none of `* # & + : < > ?`.
   * A change replaces: the new one is created first, then the old one is deleted.
   * @defaultValue the resource's name
   */
  readonly certificateId?: pulumi.Input<string> | undefined;
  /**
   * Subscription of the service, a GUID. A change replaces.
   * @defaultValue `azure-native:subscriptionId`, else `ARM_SUBSCRIPTION_ID`, else the Azure CLI's default; settled when the
   * resource is created, and kept from then on
   */
  readonly subscriptionId?: pulumi.Input<string> | undefined;
  /**
   * The PKCS#12 file, base64. Secret: encrypted in the state, stored once. A change updates in place if the thumbprint
   * changes, and does nothing if it does not (a file exported again).
   */
  readonly data?: pulumi.Input<string> | undefined;
  /**
   * Path of the PKCS#12 file, from the program's folder. Its bytes are read when Pulumi runs and never enter the state.
   * A change, of the path or of the file, updates in place if the thumbprint changes.
   */
  readonly dataFile?: pulumi.Input<string> | undefined;
  /** Password of the PKCS#12 file. Secret. A change alone does nothing. */
  readonly password?: pulumi.Input<string> | undefined;
  /** Name of an environment variable that holds the password, whose value never enters the state. A change does nothing. */
  readonly passwordEnv?: pulumi.Input<string> | undefined;
  /** Where to fetch the certificate from instead of uploading one. A change updates in place. */
  readonly keyVault?: pulumi.Input<CertificateKeyVaultArgs> | undefined;
  /** With `keyVault`: any values; a change makes API Management read the vault at once. */
  readonly refreshTriggers?: pulumi.Input<unknown>;
  /**
   * Whether a certificate that already exists under this id is taken over: without an upload if it has the declared
   * thumbprint, else replaced. Destroying the stack then deletes it, unless `retainOnDelete` is set. A change does nothing.
   * @defaultValue false: it is an error
   */
  readonly adoptExisting?: pulumi.Input<boolean> | undefined;
  /**
   * From how many days before its expiry each run warns. A change does nothing.
   * @defaultValue 30
   */
  readonly expiryWarningDays?: pulumi.Input<number> | undefined;
  /**
   * Whether a certificate that has expired may be uploaded. A change does nothing.
   * @defaultValue false: the preview fails
   */
  readonly allowExpired?: pulumi.Input<boolean> | undefined;
}

const OUTPUTS = ["thumbprint", "subject", "expirationDate", "hasPrivateKey", "keyVault", "etag"];

/**
 * A certificate of an API Management service, for its calls to backends.
 *
 * The file is opened on your machine during preview, which so shows `thumbprint`, `subject` and `expirationDate`, old and
 * new, before anything is sent; a wrong password, a damaged or an expired file fails the preview.
 *
 * @see {@link https://learn.microsoft.com/rest/api/apimanagement/certificate/create-or-update | Certificate - Create Or Update}
 */
export class Certificate extends pulumi.CustomResource {
  /** The certificate's identifier in the service. */
  declare readonly name: pulumi.Output<string>;
  /** `Microsoft.ApiManagement/service/certificates`. */
  declare readonly type: pulumi.Output<string>;
  /** SHA-1 of the certificate's DER octets, 40 hex digits, upper case. Known in preview, except with `keyVault`. */
  declare readonly thumbprint: pulumi.Output<string>;
  /** Subject as Azure prints it: `CN=api.contoso.com, O=Contoso`. Known in preview, except with `keyVault`. */
  declare readonly subject: pulumi.Output<string>;
  /** End of validity, ISO 8601 in UTC. Known in preview, except with `keyVault`. */
  declare readonly expirationDate: pulumi.Output<string>;
  /** Whether Azure holds the private key too. */
  declare readonly hasPrivateKey: pulumi.Output<boolean | undefined>;
  /** Where it was fetched from; undefined for an uploaded one. */
  declare readonly keyVault: pulumi.Output<CertificateKeyVault | undefined>;
  /** Azure's version of the entity, sent back as `If-Match`. */
  declare readonly etag: pulumi.Output<string>;

  /**
   * @param name - the resource's name in the program, and the default of `certificateId`
   * @param args - what to upload, and where
   * @param opts - Pulumi's resource options
   */
  constructor(name: string, args: CertificateArgs, opts?: pulumi.CustomResourceOptions) {
    const certificateId = args.certificateId ?? name;
    const traces = withholdPromiseTraces();
    try {
      super(
        ...registration({
          type: "Certificate",
          lifecycle: "certificate",
          name,
          args: { ...args, certificateId, data: secretInput(args.data), password: secretInput(args.password) },
          outputs: OUTPUTS,
          options: opts,
        }),
      );
    } catch (error) {
      throw traces.located(error);
    } finally {
      traces.restore();
    }
    this.name = pulumi.output(certificateId);
    this.type = pulumi.output("Microsoft.ApiManagement/service/certificates");
  }
}
