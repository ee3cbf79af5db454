import { ConcurrentUpdateError, LocalWorkspace, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { isAbandoned, locksIn } from "./abandonedLock";
import type { Service } from "./inventory";

/** How the stack of a service is run. */
export interface UpSettings {
  /** The value that rotates when it changes. */
  readonly rotation: string;
  /** Rotations of the stack at a time: so many, at most, repeat after a kill. */
  readonly parallel: number;
  /** Locks are released whoever holds them: only where nothing else can be running. */
  readonly releaseLocks: boolean;
  readonly onEvent: (event: EngineEvent) => void;
  readonly say: (line: string) => void;
}

/**
 * `pulumi up` of one service's stack, which is made where there is none. A stack that has this rotation already sends nothing.
 * @throws what the CLI said, or that another run holds the stack.
 */
export async function upService(service: Service, settings: UpSettings): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: service.service, workDir: __dirname },
    // Types are checked where the program is changed, not in each of a thousand runs.
    { envVars: { PULUMI_NODEJS_TRANSPILE_ONLY: "true", PULUMI_SKIP_UPDATE_CHECK: "true" } },
  );
  await stack.setAllConfig({
    subscription: { value: service.subscription },
    resourceGroup: { value: service.resourceGroup },
    service: { value: service.service },
    gateways: { value: JSON.stringify(service.gateways) },
    rotation: { value: settings.rotation },
  });
  try {
    await up(stack, settings);
  } catch (error) {
    if (!(error instanceof ConcurrentUpdateError)) throw error;
    await releaseLock(stack, error.message, settings);
    await up(stack, settings);
  }
}

async function up(stack: Stack, { parallel, onEvent }: UpSettings): Promise<void> {
  // One broken gateway does not keep the other 49 from being rotated; the run fails all the same.
  await stack.up({ parallel, onEvent, continueOnError: true, suppressProgress: true });
}

async function releaseLock(stack: Stack, refusal: string, { releaseLocks, say }: UpSettings): Promise<void> {
  const locks = locksIn(refusal);
  const held = locks.find((lock) => !isAbandoned(lock));
  if (!releaseLocks && (held !== undefined || locks.length === 0)) {
    const holder = held === undefined ? "another update" : held.holder;
    throw new Error(
      `locked by ${holder}. If that run is over: pulumi cancel --stack ${stack.name}, or --release-locks for all.`,
    );
  }
  await stack.cancel();
  say(`${stack.name}: released the lock of a run that is over (${locks.map(({ holder }) => holder).join()})`);
}
