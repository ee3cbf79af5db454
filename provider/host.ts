import type { ArmClient } from "./arm/client";
import type { Properties } from "./properties";
import type { RunMemory } from "./runMemory";

/** A message on a resource's row. */
export interface Message {
  readonly severity: "info" | "warning";
  readonly text: string;
  /** The resource's URN; without it the message appears on the stack's row. */
  readonly urn?: string | undefined;
}

/** What a lifecycle needs from whatever runs it. */
export interface Host {
  /** The REST adapter; made at the first request. */
  arm(): ArmClient;
  /**
   * The subscription that applies where a resource names none.
   * @throws ConfigurationError when there is none.
   */
  defaultSubscriptionId(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files are resolved against this folder: the program's. */
  readonly folder: string;
  now(): Date;
  sleep(ms: number): Promise<void>;
  say(message: Message): Promise<void>;
  readonly memory: RunMemory;
}

export type { Properties };

export interface CheckAnswer {
  readonly inputs: Properties;
  /** What is wrong, each naming its argument. Empty when all is well. */
  readonly failures: readonly string[];
}

export interface DiffAnswer {
  readonly changes: boolean;
  readonly replaces?: readonly string[];
}

export interface ReadAnswer {
  readonly state: Properties;
  /** Complete inputs, when what was found differs from what was declared; left out to keep those that are stored. */
  readonly inputs?: Properties;
}

/** A resource as it is stored. */
export interface Stored {
  readonly id: string;
  readonly state: Properties;
}

/** A resource as it is stored, and what the program wants. */
export interface Change extends Stored {
  readonly inputs: Properties;
}

/** The operations of one resource type, free of Pulumi, so that another host can run them. */
export interface Lifecycle {
  check(host: Host, olds: Properties, news: Properties): Promise<CheckAnswer>;
  diff(change: Change): DiffAnswer;
  create(host: Host, inputs: Properties): Promise<Stored>;
  /** Undefined when the resource is gone. */
  read(host: Host, stored: Stored): Promise<ReadAnswer | undefined>;
  update(host: Host, change: Change): Promise<Properties>;
  delete(host: Host, stored: Stored): Promise<void>;
}
