/** What an operation answers; the server adds ARM's headers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent means an answer without a body. */
  readonly body?: unknown;
}

/** An answer of 200 or 201 with the entity and its ETag. */
export function entityAnswer(status: 200 | 201, etag: string, body: unknown): Answer {
  return { status, headers: { ETag: etag }, body };
}
