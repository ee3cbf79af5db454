import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../arm/answer";
import { dispatchToArm } from "../arm/armDispatch";
import { armHeaders, printJson } from "../arm/armHeaders";
import { ArmRefusal } from "../arm/armRefusal";
import { answerControlRequest } from "../control/controlEndpoints";
import { faultAnswer } from "../control/faultAnswer";
import type { Fault } from "../control/faults";
import { redactBody, redactHeaders, redactJson, redactQuery } from "../control/redaction";
import type { Emulator } from "../emulator";
import { answerSignInRequest } from "../signIn/signInEndpoints";
import { decodeSegments, originOf, readQuery, splitTarget, type EmulatorRequest } from "./emulatorRequest";
import { flatHeaders, maxBodyBytes, readBodyText } from "./requestBytes";

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

function payloadOf(answer: Answer): string {
  if (answer.body === undefined) return "";
  return typeof answer.body === "string" ? answer.body : printJson(answer.body);
}

function headersOf(answer: Answer, common: Readonly<Record<string, string>>, payload: string): Record<string, string> {
  const headers: Record<string, string> = { ...common };
  if (payload !== "") headers["Content-Type"] = "application/json; charset=utf-8";
  if (answer.status !== 204) headers["Content-Length"] = String(Buffer.byteLength(payload));
  return { ...headers, ...answer.headers };
}

function write(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>>): void {
  response.writeHead(answer.status, headers);
  response.end(response.req.method === "HEAD" || answer.status === 204 ? undefined : payloadOf(answer));
}

async function answerFromArm(emulator: Emulator, request: EmulatorRequest, response: ServerResponse): Promise<void> {
  const received = emulator.clock.now();
  const subscriptionId = request.segments[1] ?? "";
  const tooSoon = emulator.rateLimits.isWaiting(request.method, subscriptionId);
  const fault = emulator.faults.take(request);
  const { answer, operationId } = await carryOut(emulator, request, fault);
  emulator.persist?.();
  const common = armHeaders(received, request.headers["x-ms-correlation-request-id"]);
  const headers = answer === undefined ? {} : headersOf(answer, common, payloadOf(answer));
  const retryAfterSeconds = Number(headers["Retry-After"] ?? headers["retry-after"]);
  if (answer?.status === 429 && retryAfterSeconds > 0) {
    emulator.rateLimits.startWait(request.method, subscriptionId, retryAfterSeconds);
  }
  emulator.journal.add({
    method: request.method,
    path: request.path,
    query: redactQuery(request.query),
    headers: redactHeaders(request.headers),
    body: redactBody(request.body, request.headers["content-type"]),
    status: answer?.status ?? null,
    responseHeaders: redactHeaders(headers),
    responseBody: request.method === "HEAD" ? null : redactJson(answer?.body ?? null),
    receivedAt: received.toISOString(),
    ...(operationId === undefined ? {} : { operationId }),
    ...(fault === undefined ? {} : { fault }),
    ...(tooSoon ? { note: "arrived while the Retry-After of its budget was running" } : {}),
  });
  if (answer === undefined || fault?.drop === "after") {
    response.destroy();
  } else {
    write(response, answer, headers);
  }
}

/** Reads one request, lets it be answered, and writes the answer. */
export async function handleExchange(
  emulator: Emulator,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBodyText(message);
  try {
    if (body === undefined) {
      throw new ArmRefusal(
        413,
        { code: "RequestEntityTooLarge", message: `The request is larger than ${maxBodyBytes} bytes.` },
        { headers: { Connection: "close" } },
      );
    }
    const { path, search } = splitTarget(message.url ?? "/");
    const request: EmulatorRequest = {
      method: message.method ?? "GET",
      origin: originOf(message),
      path,
      segments: decodeSegments(path),
      query: readQuery(search),
      headers: flatHeaders(message),
      body,
    };
    if (request.segments[0] === "_emulator") {
      const answer = answerControlRequest(emulator, request);
      emulator.persist?.();
      write(response, answer, headersOf(answer, {}, payloadOf(answer)));
    } else {
      await answerFromArm(emulator, request, response);
    }
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    write(
      response,
      error.answer,
      headersOf(error.answer, armHeaders(emulator.clock.now(), undefined), payloadOf(error.answer)),
    );
  }
}
