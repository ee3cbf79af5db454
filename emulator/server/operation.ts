import type { Answer } from "../arm/answer";
import type { Emulator } from "../emulator";
import type { EmulatorRequest } from "./emulatorRequest";

/** One call of an operation. */
export interface OperationCall {
  readonly request: EmulatorRequest;
  /** What the braces of the route's template stood for. */
  readonly names: Readonly<Record<string, string>>;
  readonly emulator: Emulator;
}

export type Operation = (call: OperationCall) => Answer | Promise<Answer>;

/** A row of the route table. */
export interface Route {
  readonly method: string;
  /** Path template; literal segments match in any letter case, as ARM does. */
  readonly path: string;
  /** The spec's operationId. */
  readonly operationId: string;
  /** Whose api-versions apply. */
  readonly versions: "arm" | "apim";
  readonly run: Operation;
}

/** The value of a name that the route's template guarantees. */
export function named(call: OperationCall, name: string): string {
  const value = call.names[name];
  if (value === undefined) throw new Error(`The route has no {${name}}.`);
  return value;
}
