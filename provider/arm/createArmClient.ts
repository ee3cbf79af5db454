import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Settings } from "../config";
import { connectToAzure, type SignInContext } from "../credential";
import { emulatorAuthorization, type Authorization } from "./authorization";
import type { ArmClient, ArmRequest, ArmResponse } from "./client";
import { createDebugLog } from "./debugLog";
import { RequestGate, type Time } from "./requestGate";
import type { Run } from "./run";
import { sendWithRetries } from "./sendWithRetries";
import { createTransport } from "./transport";

/** What tests replace. */
export interface ArmClientDeps {
  readonly clock?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** How long one attempt may take, to the last byte. */
  readonly attemptTimeoutMs?: number;
  /** Added to the User-Agent, such as `Pulumi/3.200.0`. */
  readonly host?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In place of the emulator's token. */
  readonly emulatorAuthorization?: Authorization;
}

// Longer than the slowest answer seen (a PUT that fetches from Key Vault), and than Azure's own gateway waits.
const ATTEMPT_TIMEOUT_MS = 100_000;

/**
 * The REST adapter of a run: one sign-in, one pool of connections, one set of budgets for all resources. Making it does nothing;
 * sign-in and the modules it needs wait for the first request.
 */
export function createArmClient(settings: Settings, deps: ArmClientDeps = {}): ArmClient {
  let run: Promise<Run> | undefined;
  return {
    async send(request: ArmRequest): Promise<ArmResponse> {
      run ??= startRun(settings, deps);
      return sendWithRetries(await run, request);
    },
  };
}

async function startRun(settings: Settings, deps: ArmClientDeps): Promise<Run> {
  const time: Time = { now: deps.clock ?? Date.now, sleep: deps.sleep ?? ((milliseconds) => delay(milliseconds)) };
  const env = deps.env ?? process.env;
  const transport = createTransport({ useProxy: settings.emulatorUrl === undefined, host: deps.host });
  const { apiVersion, retryTimeoutMs, keyVaultAccessTimeoutMs } = settings;
  const attemptTimeoutMs = deps.attemptTimeoutMs ?? ATTEMPT_TIMEOUT_MS;
  const random = deps.random ?? Math.random;
  return {
    ...(await connect(settings, deps, { transport, env, time })),
    transport,
    gate: new RequestGate(settings.maxConcurrentRequests, time, random),
    time,
    random,
    log: createDebugLog(env),
    correlationId: randomUUID(),
    limits: { apiVersion, retryTimeoutMs, keyVaultAccessTimeoutMs, attemptTimeoutMs },
  };
}

async function connect(
  settings: Settings,
  deps: ArmClientDeps,
  context: SignInContext,
): Promise<Pick<Run, "endpoint" | "authorization">> {
  const { emulatorUrl, signIn } = settings;
  if (emulatorUrl !== undefined)
    return { endpoint: emulatorUrl, authorization: deps.emulatorAuthorization ?? emulatorAuthorization };
  return connectToAzure(signIn, context);
}
