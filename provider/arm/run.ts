import type { Authorization } from "./authorization";
import type { DebugLog } from "./debugLog";
import type { RequestGate, Time } from "./requestGate";
import type { Transport } from "./transport";

/** What all calls of a run share. */
export interface Run {
  /** The cloud's resource manager, or the emulator; without a trailing slash. */
  readonly endpoint: string;
  readonly authorization: Authorization;
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly time: Time;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: DebugLog;
  /** `x-ms-correlation-request-id` of every request. */
  readonly correlationId: string;
  readonly limits: Limits;
}

/** What bounds a call. */
interface Limits {
  readonly apiVersion: string;
  readonly retryTimeoutMs: number;
  readonly keyVaultAccessTimeoutMs: number;
  readonly attemptTimeoutMs: number;
}
