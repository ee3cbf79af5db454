/** What one run of the engine has seen so far. A provider process serves exactly one run. */
export interface RunMemory {
  /** URN to subscription: a replacement is checked a second time without its old inputs, and must not move. */
  readonly settledSubscriptions: Map<string, string>;
  /** Lower-case resource ids created or adopted by this run. */
  readonly createdIds: Set<string>;
  /** Lower-case gateway id to the URN of its `alternate` rotation. */
  readonly alternateRotations: Map<string, string>;
  /** URN and lower-case gateway id to the key that the stack has its consumers use. */
  readonly activeKeyTypes: Map<string, "primary" | "secondary">;
  /** Lower-case gateway id to the end of the last rotation queued for it. */
  readonly gatewayQueues: Map<string, Promise<unknown>>;
}

export function createRunMemory(): RunMemory {
  return {
    settledSubscriptions: new Map(),
    createdIds: new Set(),
    alternateRotations: new Map(),
    activeKeyTypes: new Map(),
    gatewayQueues: new Map(),
  };
}
