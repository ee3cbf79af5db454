import type { Properties } from "./host";
import { PartialFailure } from "./partialFailure";

/**
 * The engine shows `message` on the resource's row. For read, delete, check and diff the dynamic host prints
 * `${error}: ${error.stack}` besides, on the stack's row: what stands there is replaced by a pointer to the message.
 */
export function cleanError(error: unknown): Error {
  const source = error instanceof Error ? error : new Error(String(error));
  if (process.env.APIM_CREDENTIALS_LOG === "debug" && source.stack !== undefined) console.error(source.stack);
  const clean = Object.assign(new Error(source.message), initFailure(source));
  Object.defineProperty(clean, "toString", { value: () => "apim-credentials" });
  clean.stack = "the reason is on the row of the resource";
  return clean;
}

/** What the dynamic host looks for on an error whose resource exists all the same. */
interface InitFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

function initFailure(error: Error): Partial<InitFailure> {
  const { id, properties, reasons } = error as Partial<InitFailure>;
  return id === undefined || properties === undefined || reasons === undefined ? {} : { id, properties, reasons };
}

/**
 * A partial failure as the engine knows it: the resource is stored, with the reason, and its next update runs in any case.
 * The stored properties need `__provider`, else a destroy straight afterwards finds no implementation.
 */
export function toInitError(error: unknown, inputs: Properties): never {
  if (!(error instanceof PartialFailure)) throw error;
  const properties = JSON.parse(JSON.stringify({ ...error.state, __provider: inputs.__provider })) as Properties;
  const failure: InitFailure = { id: error.id, properties, reasons: [error.message] };
  throw Object.assign(new Error(error.message), failure);
}
