import type { ServerResponse } from "node:http";
import { certificates } from "../../provider/apim/certificates";
import { gateways } from "../../provider/apim/gateways";
import type { ArmClient } from "../../provider/arm/client";
import { createArmClient } from "../../provider/arm/createArmClient";
import { readSettings } from "../../provider/config";
import type { ApimError } from "../../provider/errors";
import { answerJson, startLoopbackServer, type Answerer, type LoopbackServer } from "../support/loopbackServer";
import { TestTime } from "../support/testTime";

const service =
  "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1";
const certificateId = `${service}/certificates/backend`;
const gatewayId = `${service}/gateways/edge`;
const secrets = ["pfx-bytes-of-the-certificate", "pfx-password", "secret-bearer-token", "secret-gateway-key"];
const properties = { data: secrets[0] ?? "", password: secrets[1] ?? "" };

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const upload = (client: ArmClient): Promise<unknown> =>
  certificates.createOrUpdate({ client, resourceId: certificateId, properties, ifMatch: '"AA=="' });
const listKeys = (client: ArmClient): Promise<unknown> => gateways.listKeys({ client, resourceId: gatewayId });
const regenerate = (client: ArmClient): Promise<unknown> =>
  gateways.regenerateKey({ client, resourceId: gatewayId, keyType: "primary" });

async function errorOf(answer: Answerer | "nobody", run: (client: ArmClient) => Promise<unknown>): Promise<ApimError> {
  server = await startLoopbackServer(answer === "nobody" ? (response) => response.end() : answer);
  if (answer === "nobody") await server.close();
  const time = new TestTime();
  const settings = readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: server.url });
  const authorization = {
    header: () => Promise.resolve(`Bearer ${secrets[2] ?? ""}`),
    renew: () => Promise.resolve(false),
  };
  const client = createArmClient(settings, {
    clock: time.now,
    sleep: time.sleep,
    random: () => 0.5,
    env: {},
    attemptTimeoutMs: 300,
    emulatorAuthorization: authorization,
  });
  return run(client).then(
    () => Promise.reject(new Error("it succeeded")),
    (error: unknown) => error as ApimError,
  );
}

const refusal =
  (status: number, error: object): Answerer =>
  (response) =>
    answerJson(response, status, { error });
/** Whatever is answered here shows what was sent, as a careless proxy's page does. */
function answerPage(response: ServerResponse, status: number, type = "text/html"): void {
  response.writeHead(status, { "Content-Type": type });
  response.end(`<html>${secrets.join(" ")}</html>`);
}

interface Row {
  readonly name: string;
  readonly answer: Answerer | "nobody";
  readonly run?: (client: ArmClient) => Promise<unknown>;
  readonly code: string;
  /** What the reader is told to do. */
  readonly advice: RegExp;
}

const rows: readonly Row[] = [
  { name: "nobody listens", answer: "nobody", code: "ECONNREFUSED", advice: /Check the network and HTTPS_PROXY/ },
  {
    name: "the connection breaks",
    answer: (_response, { message }) => message.socket.destroy(),
    code: "ECONNRESET",
    advice: /Run again: what is there is looked at first/,
  },
  {
    name: "the connection breaks under a regenerateKey",
    answer: (_response, { message }) => message.socket.destroy(),
    run: regenerate,
    code: "ECONNRESET",
    advice: /It may have been carried out, so it was not sent again/,
  },
  { name: "no answer in time", answer: () => undefined, code: "timeout", advice: /Run again/ },
  {
    name: "a page instead of JSON",
    answer: (response) => answerPage(response, 200),
    code: "unexpected-answer",
    advice: /does a proxy or a sign-in page .*\? Check HTTPS_PROXY/,
  },
  {
    name: "half of JSON",
    answer: (response) => answerPage(response, 200, "application/json"),
    code: "unexpected-answer",
    advice: /is not complete JSON\. Given up after 8 attempts in \d+ s\. Run again/,
  },
  {
    name: "a redirect",
    answer: (response) => response.writeHead(307, { Location: "https://elsewhere.example/" }).end(),
    code: "unexpected-answer",
    advice: /redirects are not followed, .* Check azure-native:environment/,
  },
  {
    name: "another success",
    answer: (response) => answerJson(response, 204, {}),
    code: "unexpected-answer",
    advice: /report it with the request id/,
  },
  {
    name: "megabytes",
    answer: (response) => response.end("x".repeat(5_000_000)),
    code: "answer-too-large",
    advice: /is larger than 4194304 bytes\. Run again/,
  },
  {
    name: "a contract without its thumbprint",
    answer: (response) => answerJson(response, 200, { id: "x", name: "x", type: "x" }),
    code: "unexpected-answer",
    advice: /Run `pulumi refresh`/,
  },
  {
    name: "keys without one of them",
    answer: (response) => answerJson(response, 200, { primary: secrets[3] }),
    run: listKeys,
    code: "unexpected-answer",
    advice: /Run `pulumi refresh`/,
  },
  {
    name: "a page of the network's own",
    answer: (response) => answerPage(response, 403),
    code: "http-403",
    advice: /it may not be Azure's: check HTTPS_PROXY/,
  },
  {
    name: "a proxy that asks for credentials",
    answer: (response) => answerPage(response, 407),
    code: "http-407",
    advice: /write them into its URL/,
  },
  {
    name: "throttling that does not end",
    answer: refusal(429, { code: "TooManyRequests", message: "Slow down." }),
    code: "TooManyRequests",
    advice: /600 s that apim-credentials:retryTimeout allows\. Run again later, with fewer resources at a time/,
  },
  {
    name: "a lock that does not end",
    answer: refusal(409, { code: "PessimisticConcurrencyConflict", message: "Busy." }),
    code: "PessimisticConcurrencyConflict",
    advice: /Run again when the other operation on the service has ended/,
  },
  {
    name: "a fault that does not end",
    answer: refusal(500, { code: "InternalServerError", message: "Oops." }),
    code: "InternalServerError",
    advice: /Given up after 8 attempts.*Try again later/,
  },
  {
    name: "a token that is refused",
    answer: refusal(401, { code: "InvalidAuthenticationToken", message: "No." }),
    code: "InvalidAuthenticationToken",
    advice: /Sign in again/,
  },
  {
    name: "a role that is missing",
    answer: refusal(403, { code: "AuthorizationFailed", message: "The client may not write." }),
    code: "AuthorizationFailed",
    advice: /Ask for the role/,
  },
  {
    name: "Azure's own words, without a full stop",
    answer: refusal(400, { code: "ValidationError", message: "password is wrong" }),
    code: "ValidationError",
    advice: /failed: password is wrong\. \(status 400, code ValidationError, x-ms-request-id request-1\)$/,
  },
  {
    name: "no words at all",
    answer: refusal(400, {}),
    code: "http-400",
    advice: /failed: no explanation was given\. \(status 400, code http-400, x-ms-request-id request-1\)$/,
  },
];

describe("every error of the adapter", () => {
  it.each(rows)("$name: operation, resource, reason, what to do; no secret, no stack", async (row) => {
    const { answer, run = upload, code, advice } = row;
    const error = await errorOf(answer, run);
    const { message, operation, resourceId } = error;
    expect({ code: error.code, name: error.name }).toEqual({
      code,
      name: expect.stringMatching(/^(Arm|Transport)Error$/) as unknown,
    });
    expect(message.startsWith(`${operation} of ${resourceId ?? "nothing"}`)).toBe(true);
    expect(message).toMatch(advice);
    expect(message).toMatch(/[.)]$/);
    expect(message).not.toMatch(/\n|\s{2}|\.\.|undefined|\[object|Error:|\bat .*\.js:/);
    expect(message.length).toBeLessThan(1_000);
    for (const secret of secrets) {
      expect(message + JSON.stringify(error) + String(error.stack) + String(error.cause)).not.toContain(secret);
    }
  });
});
