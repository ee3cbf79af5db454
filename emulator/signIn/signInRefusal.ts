import { randomUUID } from "node:crypto";
import type { Answer } from "../arm/answer";

interface SignInError {
  readonly status: 400 | 401;
  readonly error: "invalid_client" | "invalid_request" | "unauthorized_client" | "unsupported_grant_type";
  /** The number of the AADSTS code. */
  readonly code: number;
  readonly text: string;
}

/** Thrown while a token is asked for. */
export class SignInRefusal extends Error {
  readonly details: SignInError;

  constructor(details: SignInError) {
    super(details.text);
    this.details = details;
  }

  /** The answer in Entra's shape, as shown in many public reports (for one OfficeDev/microsoft-365-agents-toolkit#8621). */
  answer(now: Date): Answer {
    const { status, error, code, text } = this.details;
    const [traceId, correlationId] = [randomUUID(), randomUUID()];
    const timestamp = `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
    return {
      status,
      body: {
        error,
        error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
        error_codes: [code],
        timestamp,
        trace_id: traceId,
        correlation_id: correlationId,
        error_uri: `https://login.microsoftonline.com/error?code=${code}`,
      },
    };
  }
}

/** Codes and words: Entra's published list of AADSTS codes. */
export const signInRefusals = {
  tenantNotFound: (tenant: string) =>
    new SignInRefusal({
      status: 400,
      error: "invalid_request",
      code: 90002,
      text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    }),
  unknownApplication: (clientId: string, tenant: string) =>
    new SignInRefusal({
      status: 400,
      error: "unauthorized_client",
      code: 700016,
      text: `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
    }),
  wrongSecret: (clientId: string) =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 7000215,
      text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    }),
  expiredSecret: (clientId: string) =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 7000222,
      text: `The provided client secret keys for app '${clientId}' are expired.`,
    }),
  noCredential: () =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 7000218,
      text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    }),
  malformedAssertion: () =>
    new SignInRefusal({
      status: 400,
      error: "invalid_request",
      code: 50027,
      text: "JWT token is invalid or malformed.",
    }),
  assertionOutOfTime: () =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 700024,
      text: "Client assertion is not within its valid time range.",
    }),
  wrongCertificate: () =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 700027,
      text: "The certificate with identifier used to sign the client assertion is not registered on application.",
    }),
  noFederatedRecord: (issuer: string, subject: string) =>
    new SignInRefusal({
      status: 401,
      error: "invalid_client",
      code: 700213,
      text: `No matching federated identity record found for presented assertion subject '${subject}' and issuer '${issuer}'.`,
    }),
  unsupportedGrant: (grant: string) =>
    new SignInRefusal({
      status: 400,
      error: "unsupported_grant_type",
      code: 70003,
      text: `The app requested an unsupported grant type '${grant}'.`,
    }),
};
