/**
 * Whether an operation may be sent again when it is unknown if it was carried out:
 * `safe` leads to the same state however often it runs; `look-first` must be settled by reading (regenerateKey).
 */
export type Repeatability = "safe" | "look-first";

/** One call of an ARM operation. */
export interface ArmRequest {
  /** The operation in words, for messages: `Certificate update`. */
  readonly operation: string;
  readonly method: "GET" | "HEAD" | "PUT" | "PATCH" | "POST" | "DELETE";
  /** ARM resource id that the operation is about; also the start of the path. */
  readonly resourceId: string;
  /** What follows the resource id in the path, such as `/listKeys`. */
  readonly action?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly ifMatch?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly repeatability: Repeatability;
  /** The statuses that mean success; any other becomes an `ArmError`. */
  readonly expect: readonly number[];
  /**
   * Answers with an error status that the caller knows to be temporary (Key Vault access that has not arrived):
   * answers what is waited for, or undefined when the error is final. Bounded by `keyVaultAccessTimeout`.
   */
  readonly waitFor?: (error: ArmErrorSummary) => string | undefined;
  /** Bounds `waitFor` instead of `keyVaultAccessTimeout`, in milliseconds. */
  readonly waitForTimeoutMs?: number;
  /** Bounds repeating instead of `retryTimeout`, in milliseconds. */
  readonly retryTimeoutMs?: number;
  /** Whether an error says that another operation holds the service, so that this one was not begun. It is repeated, whatever its kind. */
  readonly isLocked?: (error: ArmErrorSummary) => boolean;
  /**
   * Asked before a `safe` request is sent again that may have been carried out: the answer it would have had if it was, else undefined.
   * For requests that are refused the second time, such as a create. Told how much of the call's time is left.
   */
  readonly lookBeforeRepeat?: (remainingMs: number) => Promise<ArmResponse | undefined>;
  /** What to do about a final error, as a sentence; undefined leaves the adapter's own advice. */
  readonly advise?: (error: ArmErrorSummary) => string | undefined;
  /** Told once when a wait is longer than ten seconds: what is waited for, and until when. */
  readonly onWait?: (message: string) => void;
}

/** What Azure answered, for those who judge an error: `waitFor`, `isLocked`, `advise`. */
export interface ArmErrorSummary {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly code?: string; readonly message?: string; readonly target?: string }[];
}

/** A successful answer. */
export interface ArmResponse {
  readonly status: number;
  /** The `ETag` header verbatim, quotes included. */
  readonly etag: string | undefined;
  readonly requestId: string | undefined;
  /** The parsed JSON body; undefined when the answer has none. */
  readonly body: unknown;
  /** Whether an earlier attempt of the same call may have been carried out, its answer lost: then a 200 may mean "created", a 204 "deleted". */
  readonly afterLostAnswer: boolean;
}

/** The shared REST adapter: knows ARM, knows nothing of API Management. */
export interface ArmClient {
  /**
   * @throws ArmError when Azure refuses; TransportError when no usable answer arrived; AuthenticationError when sign-in fails.
   */
  send(request: ArmRequest): Promise<ArmResponse>;
}
