import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../arm/answer";
import { dispatchToArm } from "../arm/armDispatch";
import { armHeaders } from "../arm/armHeaders";
import { ArmRefusal } from "../arm/armRefusal";
import { answerControlRequest } from "../control/controlEndpoints";
import { faultAnswer } from "../control/faultAnswer";
import type { Fault } from "../control/faults";
import { journalEntryOf } from "../control/journalEntry";
import type { Emulator } from "../emulator";
import { page, pageHeaders } from "../page/page";
import { answerSignInRequest } from "../signIn/signInEndpoints";
import { readRequest, type EmulatorRequest } from "./emulatorRequest";
import { toPayload, writePayload } from "./writeAnswer";

interface Outcome {
  readonly answer: Answer | undefined;
  readonly operationId?: string;
}

async function carryOut(emulator: Emulator, request: EmulatorRequest, fault: Fault | undefined): Promise<Outcome> {
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault?.drop === "before") return { answer: undefined };
  const instead = fault === undefined ? undefined : faultAnswer(fault, request.origin);
  if (instead !== undefined) return { answer: instead };
  const signIn = await answerSignInRequest(emulator, request);
  return signIn === undefined ? await dispatchToArm(emulator, request) : { answer: signIn, operationId: "SignIn" };
}

async function answerRecorded(emulator: Emulator, request: EmulatorRequest, response: ServerResponse): Promise<void> {
  const { clock, rateLimits, journal } = emulator;
  const receivedAt = clock.now();
  const subscriptionId = request.segments[1] ?? "";
  const tooSoon = rateLimits.isWaiting(request.method, subscriptionId);
  const fault = emulator.faults.take(request);
  const { answer, operationId } = await carryOut(emulator, request, fault);
  emulator.persist?.();

  const common = armHeaders(receivedAt, request.headers["x-ms-correlation-request-id"]);
  const payload = answer && toPayload(answer, common);
  rateLimits.noteRefusal(request.method, subscriptionId, payload);
  journal.add(
    journalEntryOf({
      request,
      receivedAt,
      answer,
      responseHeaders: payload?.headers ?? {},
      operationId,
      fault,
      note: tooSoon ? "arrived while the Retry-After of its budget was running" : undefined,
    }),
  );
  if (payload === undefined || fault?.drop === "after") response.destroy();
  else writePayload(response, payload);
}

/** Reads one request, lets it be answered, and writes the answer. */
export async function handleExchange(
  emulator: Emulator,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const request = await readRequest(message);
    if (request.segments[0] === "_emulator") {
      const answer = answerControlRequest(emulator, request);
      emulator.persist?.();
      writePayload(response, toPayload(answer, {}));
    } else if (request.segments.length === 0 && request.method === "GET") {
      writePayload(response, toPayload({ status: 200, body: page }, pageHeaders));
    } else {
      await answerRecorded(emulator, request, response);
    }
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    writePayload(response, toPayload(error.answer, armHeaders(emulator.clock.now(), undefined)));
  }
}
