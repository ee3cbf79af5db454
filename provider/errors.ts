/** What every error of this package carries. Switch on `code`: `instanceof` fails across copies of the package. */
interface ApimErrorDetails {
  /** Stable, machine-readable: `configuration`, a PKCS#12 verdict such as `wrong-password`, or Azure's own code verbatim. */
  readonly code: string;
  /** What was being done, in words that fit into "… failed": `Certificate create or update`. */
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

/** No usable answer arrived. */
export class TransportError extends ApimError {
  /** Whether the service may have carried the request out. */
  readonly requestWasSent: "no" | "maybe";

  constructor(message: string, details: ApimErrorDetails & { requestWasSent: "no" | "maybe" }) {
    super(message, details);
    this.requestWasSent = details.requestWasSent;
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

  constructor(
    message: string,
    details: ApimErrorDetails & { status: number; details?: readonly ArmErrorDetail[]; requestId?: string | undefined },
  ) {
    super(message, details);
    this.status = details.status;
    this.details = details.details ?? [];
    this.requestId = details.requestId;
  }
}
