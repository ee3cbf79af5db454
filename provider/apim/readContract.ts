import type { ArmResponse } from "../arm/client";
import { TransportError } from "../errors";
import type { CertificateContract, GatewayContract, GatewayKeysContract, KeyVaultContract } from "./contracts";

/** An answer to be read, and what it answers. */
export interface Answer {
  readonly operation: string;
  readonly resourceId: string;
  readonly response: ArmResponse;
}

/** @throws TransportError when the answer lacks what the spec promises. */
export function readCertificate(answer: Answer): CertificateContract {
  const hasPrivateKey = valueAt(answer, "properties.hasPrivateKey");
  const keyVault = readKeyVault(answer);
  return {
    ...readResource(answer),
    properties: {
      subject: promisedText(answer, "properties.subject"),
      thumbprint: promisedText(answer, "properties.thumbprint"),
      expirationDate: promisedText(answer, "properties.expirationDate"),
      ...(typeof hasPrivateKey === "boolean" ? { hasPrivateKey } : {}),
      ...(keyVault && { keyVault }),
    },
  };
}

/** @throws TransportError when the answer lacks what the spec promises. */
export function readGateway(answer: Answer): GatewayContract {
  return readResource(answer);
}

/** @throws TransportError when the answer lacks one of the keys. */
export function readGatewayKeys(answer: Answer): GatewayKeysContract {
  return { primary: promisedText(answer, "primary"), secondary: promisedText(answer, "secondary") };
}

/** @throws TransportError when the answer has no text there. */
export function promisedText(answer: Answer, path: string): string {
  const value = valueAt(answer, path);
  if (typeof value === "string" && value !== "") return value;
  throw notAsPromised(answer, `"${path}"`);
}

/** @throws TransportError when the answer has no ETag. */
export function promisedEtag(answer: Answer): string {
  const { etag } = answer.response;
  if (etag === undefined) throw notAsPromised(answer, "the ETag header");
  return etag;
}

function readResource(answer: Answer): GatewayContract {
  return { id: promisedText(answer, "id"), name: promisedText(answer, "name"), type: promisedText(answer, "type") };
}

function readKeyVault(answer: Answer): KeyVaultContract | undefined {
  if (!isObject(valueAt(answer, "properties.keyVault"))) return undefined;
  const identityClientId = valueAt(answer, "properties.keyVault.identityClientId");
  const lastStatus = valueAt(answer, "properties.keyVault.lastStatus");
  return {
    secretIdentifier: promisedText(answer, "properties.keyVault.secretIdentifier"),
    ...(typeof identityClientId === "string" || identityClientId === null ? { identityClientId } : {}),
    ...(isObject(lastStatus) ? { lastStatus: lastStatus } : {}),
  };
}

function valueAt(answer: Answer, path: string): unknown {
  let value = answer.response.body;
  for (const name of path.split(".")) value = isObject(value) ? value[name] : undefined;
  return value;
}

function notAsPromised({ operation, resourceId, response }: Answer, path: string): TransportError {
  const { status, requestId } = response;
  return new TransportError(
    `${operation} of ${resourceId}: the answer (status ${status}, x-ms-request-id ${requestId ?? "none"}) lacks ${path}. ` +
      "It was understood as done; what the service now holds is unknown. Run `pulumi refresh`, and report this with the request id.",
    { code: "unexpected-answer", operation, resourceId, requestWasSent: "maybe", status, requestId },
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
