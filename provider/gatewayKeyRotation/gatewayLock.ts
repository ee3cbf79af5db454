import type { Host } from "../host";

/** Runs work on one gateway after the work that is queued for it: the three calls of a rotation belong together. */
export function withGateway<T>({ memory }: Host, gatewayId: string, work: () => Promise<T>): Promise<T> {
  const key = gatewayId.toLowerCase();
  const turn = (memory.gatewayQueues.get(key) ?? Promise.resolve()).then(work);
  // The next in the queue does not care how this one ended.
  memory.gatewayQueues.set(
    key,
    turn.catch(() => undefined),
  );
  return turn;
}
