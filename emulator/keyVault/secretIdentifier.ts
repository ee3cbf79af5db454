import { validationError } from "../arm/armRefusal";

/** A Key Vault secret identifier taken apart. */
export interface SecretIdentifier {
  /** `https://kv.vault.azure.net`, in lower case. */
  readonly vault: string;
  /** In lower case: Key Vault compares names case-insensitively. */
  readonly name: string;
  /** Absent in a versionless identifier, which follows the newest version. */
  readonly version: string | undefined;
}

const pattern = /^(https:\/\/[a-z0-9.:-]+)\/([a-z]+)\/([a-z0-9-]+)(?:\/([0-9a-f]{32}))?\/?$/;

/** @throws ArmRefusal 400; that only secrets are accepted is worded as in hashicorp/terraform-provider-azurerm#3635, the rest assumed. */
export function parseSecretIdentifier(identifier: string): SecretIdentifier {
  const [, vault, collection, name, version] = pattern.exec(identifier.toLowerCase()) ?? [];
  if (vault === undefined || name === undefined) {
    throw validationError({
      target: "secretIdentifier",
      message: "The secret identifier is not a valid Key Vault URI.",
    });
  }
  if (collection !== "secrets") {
    throw validationError({
      target: "secretIdentifier",
      message: "ApiManagement service only accepts KeyVault Secrets type.",
    });
  }
  return { vault, name, version };
}
