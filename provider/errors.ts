/** What every error of this package carries. Switch on `code`: `instanceof` fails across copies of the package. */
interface ApimErrorDetails {
  /** Stable, machine-readable: `configuration`, a PKCS#12 verdict such as `wrong-password`, or Azure's own code verbatim. */
  readonly code: string;
  /** What was being done, in words that fit into "… failed": `Certificate update`. */
  readonly operation: string;
  /** The ARM resource id, where one is known. */
  readonly resourceId?: string | undefined;
  readonly cause?: unknown;
}

/** Base of all errors thrown by this package. Its message is written for the person at the terminal and holds no secret. */
export abstract class ApimError extends Error {
  readonly code: string;
  readonly operation: string;
  readonly resourceId: string | undefined;

  constructor(message: string, details: ApimErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.operation = details.operation;
    this.resourceId = details.resourceId;
  }
}

/** A setting or argument is missing or wrong; found before any request. */
export class ConfigurationError extends ApimError {
  constructor(message: string, operation = "configuration") {
    super(message, { code: "configuration", operation });
  }
}

/** The certificate file or its password cannot be used; found before any request. */
export class CertificateDataError extends ApimError {}

/** Sign-in failed: no token was issued. */
export class AuthenticationError extends ApimError {}

/** No usable answer arrived: no connection, a broken one, a timeout, or an answer that cannot be Azure's. */
export class TransportError extends ApimError {
  /** Whether the service may have carried the request out. */
  readonly requestWasSent: "no" | "maybe";
  /** The HTTP status, where an answer arrived that could not be used. */
  readonly status: number | undefined;
  /** The answer's `x-ms-request-id`, where it had one. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    details: ApimErrorDetails & {
      requestWasSent: "no" | "maybe";
      status?: number | undefined;
      requestId?: string | undefined;
    },
  ) {
    super(message, details);
    this.requestWasSent = details.requestWasSent;
    this.status = details.status;
    this.requestId = details.requestId;
  }
}

/** One entry of an ARM error's `details`. */
export interface ArmErrorDetail {
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
}

/** Azure answered, and refused. */
export class ArmError extends ApimError {
  readonly status: number;
  readonly details: readonly ArmErrorDetail[];
  /** Azure's `x-ms-request-id`: what Microsoft's support asks for. */
  readonly requestId: string | undefined;
  /** Whether the service may have carried the request out all the same: `maybe` after 408 and 5xx, or when an earlier attempt ended so. */
  readonly requestWasSent: "no" | "maybe";

  constructor(
    message: string,
    details: ApimErrorDetails & {
      status: number;
      details?: readonly ArmErrorDetail[];
      requestId?: string | undefined;
      requestWasSent?: "no" | "maybe";
    },
  ) {
    super(message, details);
    this.status = details.status;
    this.details = details.details ?? [];
    this.requestId = details.requestId;
    this.requestWasSent = details.requestWasSent ?? (leavesOutcomeOpen(details.status) ? "maybe" : "no");
  }
}

/** Whether an answer with this status leaves open if the request was carried out. */
function leavesOutcomeOpen(status: number): boolean {
  return status === 408 || status >= 500;
}
