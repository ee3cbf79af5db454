import { isServiceLocked } from "../../../provider/apim/serviceLock";
import { awaitedKeyVaultAccess } from "../../../provider/apim/keyVaultAccess";
import type { ArmRequest } from "../../../provider/arm/client";
import { describeFailure, describeTimeout } from "../../../provider/arm/failure";
import { judge } from "../../../provider/arm/judge";
import type { Answer } from "../../../provider/arm/outcome";
import type { FailureKind } from "../../../provider/arm/retryDecision";

const request: ArmRequest = {
  operation: "Certificate create",
  method: "PUT",
  resourceId: "/subscriptions/s",
  repeatability: "safe",
  expect: [200, 201],
  isLocked: isServiceLocked,
  waitFor: awaitedKeyVaultAccess,
};

interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly details?: readonly { readonly code?: string; readonly message?: string; readonly target?: string }[];
}

const answer = (status: number, error: ErrorBody = {}): Answer => ({
  kind: "answer",
  status,
  header: () => undefined,
  body: JSON.stringify({ error }),
});
const kindOf = (status: number, error?: ErrorBody): FailureKind | "success" => {
  const verdict = judge(request, answer(status, error));
  return verdict.success ? "success" : verdict.kind;
};

describe("judge", () => {
  it.each<[number, ErrorBody, FailureKind]>([
    [429, { code: "TooManyRequests" }, "throttled"],
    [429, { code: "SubscriptionRequestsThrottled" }, "throttled"],
    [409, { code: "PessimisticConcurrencyConflict" }, "locked"],
    [409, { code: "Conflict", message: "Operation on the API is in progress" }, "locked"],
    [409, { code: "Conflict", message: "A resource with this name already exists." }, "final"],
    [409, { code: "AnotherOperationInProgress" }, "locked"],
    [409, { code: "OperationInProgress" }, "locked"],
    [409, { code: "TransientError" }, "locked"],
    [409, { code: "ManagementApiRequestFailed" }, "locked"],
    [409, { code: "ValidationError", details: [{ code: "PessimisticConcurrencyConflict" }] }, "locked"],
    [409, { code: "ScopeLocked" }, "final"],
    [422, { code: "ManagementApiRequestFailed" }, "locked"],
    [422, { code: "ValidationError" }, "final"],
    [400, { code: "PessimisticConcurrencyConflict" }, "final"],
    [412, { code: "PreconditionFailed" }, "final"],
    [408, {}, "unclear"],
    [500, { code: "InternalServerError" }, "unclear"],
    [501, { code: "NotImplemented" }, "final"],
    [502, {}, "unclear"],
    [503, { code: "ServiceUnavailable" }, "unclear"],
    [504, { code: "GatewayTimeout" }, "unclear"],
    [401, { code: "ExpiredAuthenticationToken" }, "final"],
    [403, { code: "AuthorizationFailed" }, "final"],
    [404, { code: "ResourceNotFound" }, "final"],
    [400, { code: "MethodNotAllowedInPricingTier" }, "final"],
    [400, { code: "ValidationError", details: [{ target: "data", message: "Bad data" }] }, "final"],
    [
      400,
      {
        code: "ValidationError",
        details: [
          {
            target: "identityClientId",
            message: "Can not find Managed Identity with provided IdentityClientId",
          },
        ],
      },
      "awaited",
    ],
    [400, { code: "Forbidden", message: "Access denied to the Key Vault secret" }, "awaited"],
    [403, { code: "Forbidden", message: "The caller is not authorized to read the KeyVault secret" }, "awaited"],
    [400, { code: "SecretNotFound", message: "The Key Vault secret was not found" }, "final"],
    [302, {}, "final"],
    [202, {}, "final"],
  ])("%i %j: is %s", (status, error, kind) => {
    expect(kindOf(status, error)).toBe(kind);
  });

  it.each<[string, FailureKind]>([
    ["ECONNREFUSED", "unreachable"],
    ["ENOTFOUND", "unreachable"],
    ["EAI_AGAIN", "unreachable"],
    ["EHOSTUNREACH", "unreachable"],
    ["ENETUNREACH", "unreachable"],
    ["ECONNRESET", "unclear"],
    ["EPIPE", "unclear"],
    ["ETIMEDOUT", "unclear"],
    ["HPE_INVALID_CONSTANT", "unclear"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "final"],
    ["CERT_HAS_EXPIRED", "final"],
    ["answer-too-large", "final"],
  ])("%s: is %s", (code, kind) => {
    expect(judge(request, describeFailure(Object.assign(new Error("x"), { code })))).toMatchObject({ kind });
  });

  it("a timeout: is unclear", () => {
    expect(judge(request, describeTimeout(1_000))).toMatchObject({ kind: "unclear" });
  });

  it("what was hoped for: is success, with its body", () => {
    expect(judge(request, { ...answer(201), body: '{"a":1}' })).toMatchObject({ success: true, body: { a: 1 } });
  });
});
