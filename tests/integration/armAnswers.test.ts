import type { ServerResponse } from "node:http";
import { certificates } from "../../provider/apim/certificates";
import { createArmClient, type ArmClientDeps } from "../../provider/arm/createArmClient";
import type { ArmClient, ArmResponse } from "../../provider/arm/client";
import { readSettings } from "../../provider/config";
import { answerJson, startLoopbackServer, type Answerer, type LoopbackServer } from "../support/loopbackServer";
import { TestTime } from "../support/testTime";

const resourceId =
  "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim1/certificates/backend";
const contract = {
  id: resourceId,
  name: "backend",
  type: "Microsoft.ApiManagement/service/certificates",
  properties: { subject: "CN=a", thumbprint: "AA", expirationDate: "2036-01-01T07:00:00Z" },
};

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function clientFor(
  answer: Answerer,
  deps: ArmClientDeps = {},
): Promise<{ client: ArmClient; time: TestTime; server: LoopbackServer }> {
  server = await startLoopbackServer(answer);
  const time = new TestTime();
  const settings = readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: server.url });
  const client = createArmClient(settings, { clock: time.now, sleep: time.sleep, random: () => 0.5, env: {}, ...deps });
  return { client, time, server };
}

const send = (client: ArmClient): Promise<ArmResponse> =>
  client.send({ operation: "Test", method: "GET", resourceId, repeatability: "safe", expect: [200] });

function answerText(response: ServerResponse, status: number, content: { type?: string; body: string | Buffer }): void {
  response.writeHead(status, { "x-ms-request-id": "request-1", ...(content.type && { "Content-Type": content.type }) });
  response.end(content.body);
}

describe("an answer", () => {
  it.each([
    ["JSON with a byte order mark", "application/json", '\uFEFF{"a":1}', { a: 1 }],
    ["JSON of a vendor's type", "application/problem+json; charset=utf-8", '{"a":1}', { a: 1 }],
    ["JSON without a type", undefined, '{"a":1}', { a: 1 }],
    ["nothing", undefined, "", undefined],
    ["only white space", "application/json", "\r\n", undefined],
  ])("with %s: is read", async (...[, type, body, expected]) => {
    const { client } = await clientFor((response) => answerText(response, 200, { ...(type && { type }), body }));
    expect(await send(client)).toMatchObject({ status: 200, requestId: "request-1", body: expected });
  });

  it.each([
    {
      what: "HTML from a proxy",
      type: "text/html",
      body: "<html>secret page</html>",
      says: /is of type "text\/html" instead of JSON/,
    },
    { what: "plain text", type: "text/plain", body: '{"a":1}', says: /instead of JSON/ },
    { what: "an unexpected success", status: 202, type: "application/json", body: "{}", says: /not among the answers/ },
    {
      what: "megabytes",
      type: "application/json",
      body: `"${"x".repeat(5_000_000)}"`,
      says: /is larger than 4194304 bytes/,
    },
  ])("with $what: is refused at once, with the status", async ({ status = 200, type, body, says }) => {
    const { client, time } = await clientFor((response) => answerText(response, status, { type, body }));
    const error: unknown = await send(client).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: "TransportError", requestWasSent: "maybe" });
    expect(String(error)).toMatch(says);
    expect(String(error)).toContain(`status ${status}`);
    expect(String(error)).not.toContain("secret page");
    expect(time.waits).toEqual([]);
  });

  it("with JSON that stays cut off: is asked for again, then given up with status and request id", async () => {
    const { client, server } = await clientFor((response) =>
      answerText(response, 200, { type: "application/json", body: '{"a":' }),
    );
    await expect(send(client)).rejects.toMatchObject({
      name: "TransportError",
      status: 200,
      requestId: "request-1",
      message: expect.stringMatching(/is not complete JSON\. Given up after 8 attempts/) as unknown,
    });
    expect(server.received).toHaveLength(8);
  });

  it.each([
    [
      "no thumbprint",
      { ...contract, properties: { ...contract.properties, thumbprint: undefined } },
      '"properties.thumbprint"',
    ],
    ["no properties", { ...contract, properties: undefined }, '"properties.subject"'],
    ["null", null, '"id"'],
    ["a list", [], '"id"'],
    [
      "a vault without its secret",
      { ...contract, properties: { ...contract.properties, keyVault: {} } },
      '"properties.keyVault.secretIdentifier"',
    ],
  ])("with %s: names what is lacking, the status and the request id", async (_case, body, lacking) => {
    const { client } = await clientFor((response) => answerJson(response, 200, body));
    await expect(certificates.get({ client, resourceId })).rejects.toMatchObject({
      name: "TransportError",
      requestWasSent: "maybe",
      status: 200,
      requestId: "request-1",
      message: expect.stringContaining(`(status 200, x-ms-request-id request-1) lacks ${lacking}`) as unknown,
    });
  });

  it("HEAD without an ETag: is no look-up", async () => {
    const { client } = await clientFor((response) => answerText(response, 200, { body: "" }));
    await expect(certificates.getEntityTag({ client, resourceId })).rejects.toThrow("lacks the ETag header");
  });

  it("a redirect: is not followed", async () => {
    const { client, server } = await clientFor((response) => {
      response.writeHead(302, { Location: "https://elsewhere.example/path?token=1" });
      response.end();
    });
    await expect(send(client)).rejects.toMatchObject({
      requestWasSent: "no",
      message: expect.stringMatching(/leads to elsewhere\.example; redirects are not followed/) as unknown,
    });
    expect(server.received).toHaveLength(1);
  });
});

describe("an error", () => {
  it("says operation, resource, Azure's words with details, status, code and request id", async () => {
    const { client } = await clientFor((response) =>
      answerJson(response, 400, {
        error: {
          code: "ValidationError",
          message: "One or more fields contain incorrect values:",
          details: [{ code: "ValidationError", target: "data", message: "Bad data" }],
        },
      }),
    );
    await expect(send(client)).rejects.toMatchObject({
      name: "ArmError",
      code: "ValidationError",
      status: 400,
      requestId: "request-1",
      resourceId,
      details: [{ code: "ValidationError", target: "data", message: "Bad data" }],
      message: `Test of ${resourceId} failed: One or more fields contain incorrect values: data: Bad data. (status 400, code ValidationError, x-ms-request-id request-1)`,
    });
  });

  it("with its request id sent twice: shows it once", async () => {
    const { client } = await clientFor((response) => {
      response.writeHead(400, ["x-ms-request-id", "one", "x-ms-request-id", "one", "Content-Type", "application/json"]);
      response.end('{"error":{"code":"Bad","message":"No."}}');
    });
    await expect(send(client)).rejects.toMatchObject({ requestId: "one" });
  });

  it("with megabytes of text: is cut, not read to the end", async () => {
    const { client } = await clientFor((response) =>
      answerText(response, 400, { type: "text/html", body: "x".repeat(20_000_000) }),
    );
    const error = (await send(client).catch((failure: unknown) => failure)) as Error;
    expect(error).toMatchObject({ name: "ArmError", code: "http-400" });
    expect(error.message.length).toBeLessThan(500);
  });

  it("whose text never ends: is cut there, too", async () => {
    const { client } = await clientFor(
      (response) => {
        response.writeHead(400, { "Content-Type": "text/html" });
        response.write("x".repeat(100_000));
      },
      { attemptTimeoutMs: 5_000 },
    );
    await expect(send(client)).rejects.toMatchObject({ name: "ArmError", code: "http-400" });
  });

  it("with a message of megabytes: is cut", async () => {
    const { client } = await clientFor((response) =>
      answerJson(response, 400, { error: { code: "Long", message: "m".repeat(50_000) } }),
    );
    const error = (await send(client).catch((failure: unknown) => failure)) as Error;
    expect(error.message.length).toBeLessThan(2_500);
  });

  it("without an x-ms-request-id: may not be Azure's", async () => {
    const { client } = await clientFor((response) => {
      response.writeHead(403, { "Content-Type": "text/html" });
      response.end("<html>blocked</html>");
    });
    await expect(send(client)).rejects.toThrow(/no x-ms-request-id, so it may not be Azure's: check HTTPS_PROXY/);
  });

  it("after the time budget: the last real failure, the attempts and the setting", async () => {
    const { client, time } = await clientFor((response, { index }) =>
      answerJson(response, 409, { error: { code: "PessimisticConcurrencyConflict", message: `Locked ${index}` } }),
    );
    const error: unknown = await certificates.get({ client, resourceId }).catch((failure: unknown) => failure);
    expect(String(error)).toMatch(
      /failed: Locked \d+\. \(status 409, code PessimisticConcurrencyConflict, .*\) Given up after \d+ attempts in \d+ s: the next wait would go beyond the 600 s that apim-credentials:retryTimeout allows/,
    );
    const waited = time.waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeLessThanOrEqual(600_000);
    expect(waited).toBeGreaterThan(550_000);
  });
});

describe("a request", () => {
  it("carries its own id, the run's id, and who sends it; never an empty If-Match", async () => {
    const { client, server } = await clientFor((response) => answerJson(response, 200, {}), { host: "Pulumi/3.248.0" });
    await send(client);
    await send(client);
    const [first, second] = server.received.map(({ headers }) => headers);
    expect(first).toMatchObject({
      accept: "application/json",
      authorization: "Bearer apim-emulator",
      connection: "keep-alive",
      "user-agent": expect.stringMatching(
        /^pulumi-apim-credentials\/\d+\.\d+\.\d+ Pulumi\/3\.248\.0 .*Node\/\d+/,
      ) as unknown,
    });
    expect(first).not.toHaveProperty("if-match");
    expect(first?.["x-ms-client-request-id"]).not.toBe(second?.["x-ms-client-request-id"]);
    expect(first?.["x-ms-correlation-request-id"]).toBe(second?.["x-ms-correlation-request-id"]);
  });

  it("at most maxConcurrentRequests of one service are under way, over connections that are kept", async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const ports = new Set<number | undefined>();
    const { client } = await clientFor((response, { message }) => {
      most = Math.max(most, waiting.push(response));
      ports.add(message.socket.remotePort);
      // Nobody is answered before ten wait; an eleventh would have the time to come, too.
      if (waiting.length === 10) setTimeout(() => waiting.splice(0).forEach((each) => answerJson(each, 200, {})), 20);
    });
    await Promise.all(Array.from({ length: 50 }, () => send(client)));
    expect(most).toBe(10);
    expect(ports.size).toBeLessThanOrEqual(10);
  });
});
