/** What one attempt led to. */
export type Outcome = Answer | NoAnswer;

/** A complete answer, of any status. */
export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Empty when there is none; an error's body may be cut. */
  readonly body: string;
}

/** No answer, or not all of it. */
export interface NoAnswer {
  readonly kind: "no-answer";
  /** Whether the service may have carried the request out. */
  readonly requestWasSent: "no" | "maybe";
  /** Repeating cannot help: the server's certificate is not trusted, say. */
  readonly isPermanent: boolean;
  /** Node's or OpenSSL's code, such as `ECONNRESET`, or `timeout`. */
  readonly code: string;
  /** What happened, and what to do where that is known; sentences without a final stop. */
  readonly message: string;
}

/** The answer's `x-ms-request-id`; Azure sometimes sends it twice. */
export function requestIdOf(answer: Answer): string | undefined {
  return answer.header("x-ms-request-id")?.split(",")[0]?.trim();
}
