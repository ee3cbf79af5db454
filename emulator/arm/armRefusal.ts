import type { Answer } from "./answer";

/** One entry of an ARM error's `details`. */
interface RefusalDetail {
  readonly code: string;
  readonly target?: string;
  readonly message: string;
}

interface RefusalOptions {
  readonly details?: readonly RefusalDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by an operation that refuses; becomes an answer in ARM's error shape `{"error":{code,message,details}}` (recorded). */
export class ArmRefusal extends Error {
  readonly answer: Answer;
  /** The most telling code and message: the first detail's where there is one. */
  readonly reason: { readonly code: string; readonly message: string };

  constructor(status: number, error: { code: string; message: string }, options: RefusalOptions = {}) {
    super(error.message);
    this.name = "ArmRefusal";
    this.reason = options.details?.[0] ?? error;
    this.answer = {
      status,
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      body: {
        error: { ...error, ...(options.details === undefined ? {} : { details: options.details }) },
      },
    };
  }
}

/** 400 ValidationError; message and detail shape as recorded for a missing gateway. */
export function validationError(...fields: readonly { target: string; message: string }[]): ArmRefusal {
  return new ArmRefusal(
    400,
    { code: "ValidationError", message: "One or more fields contain incorrect values:" },
    { details: fields.map(({ target, message }) => ({ code: "ValidationError", target, message })) },
  );
}

/** 404 of the service for an entity of its own: `Certificate not found.` (code by the facts; wording assumed). */
export function entityNotFound(kind: string): ArmRefusal {
  return new ArmRefusal(404, { code: "ResourceNotFound", message: `${kind} not found.` });
}
