import type { ArmResponse } from "../arm/client";
import { isGone } from "./gone";
import { call, type Target } from "./call";
import type { CertificateContract, CertificateCreateOrUpdateProperties } from "./contracts";
import { awaitedKeyVaultAccess } from "./keyVaultAccess";
import { promisedEtag, readCertificate } from "./readContract";

/** A certificate and the ETag of this version of it. */
interface FoundCertificate {
  readonly etag: string | undefined;
  readonly contract: CertificateContract;
}

// How long a read waits for a certificate that was written a moment ago: replicas answer 404 for some seconds.
const REPLICATION_TIMEOUT_MS = 30_000;

/**
 * Certificate_CreateOrUpdate. Waits for Key Vault access that has not arrived yet, up to `keyVaultAccessTimeout`.
 * Without `ifMatch` it is a create: after a lost answer it looks whether the certificate is there before it sends again.
 *
 * @throws ArmError with status 412 when `ifMatch` is no longer the certificate's ETag.
 */
async function createOrUpdate(
  target: Target & { readonly properties: CertificateCreateOrUpdateProperties; readonly ifMatch?: string | undefined },
): Promise<FoundCertificate & { readonly created: boolean }> {
  const { resourceId, properties, ifMatch } = target;
  const operation = ifMatch === undefined ? "Certificate create" : "Certificate update";
  const response = await call(target, {
    operation,
    method: "PUT",
    body: { properties },
    repeatability: "safe",
    expect: [200, 201],
    ...(ifMatch === undefined
      ? { lookBeforeRepeat: (remainingMs) => readWhatIsThere(target, remainingMs) }
      : { ifMatch }),
    ...(properties.keyVault && { waitFor: awaitedKeyVaultAccess }),
  });
  const created = response.status === 201 || (response.afterLostAnswer && ifMatch === undefined);
  return { created, etag: response.etag, contract: readCertificate({ operation, resourceId, response }) };
}

// The spec wants If-Match where the certificate exists, so a create that was carried out is refused the second time.
async function readWhatIsThere(target: Target, retryTimeoutMs: number): Promise<ArmResponse | undefined> {
  const operation = "Certificate get";
  try {
    return await call(target, { operation, method: "GET", repeatability: "safe", expect: [200], retryTimeoutMs });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * Certificate_Get.
 *
 * @returns undefined when the certificate, its service or its resource group is not there. A missing subscription or right is an error.
 */
async function get(
  target: Target & {
    /** It was written a moment ago: a 404 is waited out briefly. */ readonly justWritten?: boolean;
  },
): Promise<FoundCertificate | undefined> {
  const operation = "Certificate get";
  const { resourceId, justWritten } = target;
  try {
    const response = await call(target, {
      operation,
      method: "GET",
      repeatability: "safe",
      expect: [200],
      ...(justWritten === true && {
        waitFor: ({ status }) => (status === 404 ? "the certificate that was just written to appear" : undefined),
        waitForTimeoutMs: REPLICATION_TIMEOUT_MS,
      }),
    });
    return { etag: response.etag, contract: readCertificate({ operation, resourceId, response }) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * Certificate_GetEntityTag.
 *
 * @returns the ETag, or undefined when there is no such certificate. A HEAD has no body, so whether the certificate, the service or the
 * subscription is missing cannot be told: the next request says it.
 */
async function getEntityTag(target: Target): Promise<string | undefined> {
  const operation = "Certificate look-up";
  const response = await call(target, {
    operation,
    method: "HEAD",
    repeatability: "safe",
    expect: [200, 404],
    // Without a body it is not said what the conflict is; for a look-up it can only be a locked service.
    isLocked: ({ status }) => status === 409 || status === 422,
  });
  if (response.status === 404) return undefined;
  return promisedEtag({ operation, resourceId: target.resourceId, response });
}

/** Certificate_Delete. `absent`: it was not there. */
async function remove(target: Target & { readonly ifMatch: string }): Promise<"deleted" | "absent"> {
  const operation = "Certificate delete";
  const { ifMatch } = target;
  try {
    const response = await call(target, {
      operation,
      method: "DELETE",
      ifMatch,
      repeatability: "safe",
      expect: [200, 204],
    });
    return response.status === 200 || response.afterLostAnswer ? "deleted" : "absent";
  } catch (error) {
    if (isGone(error)) return "absent";
    throw error;
  }
}

/** Certificate_RefreshSecret: fetches the certificate from Key Vault now. Its answer is not the spec's: GET afterwards. */
async function refreshSecret(target: Target): Promise<void> {
  const operation = "Certificate refresh from Key Vault";
  await call(target, {
    operation,
    method: "POST",
    action: "/refreshSecret",
    repeatability: "safe",
    expect: [200, 202, 204],
    waitFor: awaitedKeyVaultAccess,
  });
}

/** The operations on one certificate. Each throws ArmError, TransportError or AuthenticationError. */
export const certificates = { createOrUpdate, get, getEntityTag, delete: remove, refreshSecret };
