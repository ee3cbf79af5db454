import type { Outcome } from "../arm/outcome";
import type { Time } from "../arm/requestGate";
import { retryAfterMs } from "../arm/retryAfter";
import { decideRetry, type FailureKind } from "../arm/retryDecision";
import type { Transport } from "../arm/transport";

/** How a question is sent, and sent again. */
export interface Asking {
  readonly transport: Transport;
  readonly time: Time;
}

const ATTEMPT_TIMEOUT_MS = 30_000;
const TIMEOUT_MS = 60_000;

/** Sends a GET that sign-in needs: again, for a minute at most, when the network or the server fails. Answers the last outcome. */
export async function askWithRetries(
  { transport, time }: Asking,
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const deadline = time.now() + TIMEOUT_MS;
  for (let occurrence = 1; ; occurrence += 1) {
    const outcome = await transport({ ...request, method: "GET", timeoutMs: ATTEMPT_TIMEOUT_MS });
    const now = time.now();
    const decision = decideRetry({
      kind: kindOf(outcome),
      repeatability: "safe",
      occurrence,
      retryAfterMs: outcome.kind === "answer" ? retryAfterMs(outcome.header, now) : undefined,
      remainingMs: deadline - now,
      random: Math.random(),
    });
    if (!decision.repeat) return outcome;
    await time.sleep(decision.waitMs);
  }
}

function kindOf(outcome: Outcome): FailureKind {
  if (outcome.kind === "no-answer") return outcome.isPermanent ? "final" : "unreachable";
  if (outcome.status === 429) return "throttled";
  return outcome.status >= 500 ? "unclear" : "final";
}
