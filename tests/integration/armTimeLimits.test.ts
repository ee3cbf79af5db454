import { certificates } from "../../provider/apim/certificates";
import { createArmClient } from "../../provider/arm/createArmClient";
import type { ArmClient, ArmResponse } from "../../provider/arm/client";
import { readSettings } from "../../provider/config";
import { answerJson, startLoopbackServer, type Answerer, type LoopbackServer } from "../support/loopbackServer";
import { TestTime } from "../support/testTime";

const resourceId =
  "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim1/certificates/backend";
const throttling = { error: { code: "TooManyRequests", message: "Slow down." } };
const never = (): Promise<void> => new Promise(() => undefined);

let server: LoopbackServer;
afterEach(() => server.close());

async function clientFor(
  answer: Answerer,
  sleep?: () => Promise<void>,
  maxConcurrentRequests = 10,
): Promise<{ client: ArmClient; time: TestTime }> {
  server = await startLoopbackServer(answer);
  const time = new TestTime();
  const settings = {
    ...readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: server.url }),
    maxConcurrentRequests,
  };
  const deps = { clock: time.now, sleep: sleep ?? time.sleep, random: () => 1, env: {} };
  return { client: createArmClient(settings, deps), time };
}

const send = (client: ArmClient, method: "GET" | "POST" = "GET"): Promise<ArmResponse> =>
  client.send({ operation: "Test", method, resourceId, repeatability: "safe", expect: [200] });

it("a 429: the next of its budget in the queue does not slip through before the pause", async () => {
  const answer: Answerer = (response, { request }) => {
    if (request.method === "GET") response.setHeader("Retry-After", "5");
    answerJson(response, request.method === "GET" ? 429 : 200, throttling);
  };
  const { client } = await clientFor(answer, never, 1);
  void send(client);
  void send(client);
  await send(client, "POST");
  expect(server.received.map(({ method }) => method)).toEqual(["GET", "POST"]);
});

describe("a Retry-After beyond the time that a call has", () => {
  const anHour: Answerer = (response, { request }) => {
    if (request.method === "GET") response.setHeader("Retry-After", "3600");
    answerJson(response, request.method === "GET" ? 429 : 200, throttling);
  };

  it("is not waited for", async () => {
    const { client } = await clientFor(anHour, never);
    await expect(send(client)).rejects.toMatchObject({
      name: "ArmError",
      status: 429,
      message: expect.stringMatching(
        /^Test of .* failed: Slow down\. .*Given up after 1 attempt in 0 s: the next wait would go beyond the 600 s that apim-credentials:retryTimeout allows/,
      ) as unknown,
    });
  });

  it("keeps back all others of its budget, each with an error, and nobody else", async () => {
    const { client } = await clientFor(anHour, never);
    await expect(send(client)).rejects.toMatchObject({ status: 429 });
    await expect(send(client)).rejects.toMatchObject({
      name: "TransportError",
      code: "throttled",
      requestWasSent: "no",
      message: expect.stringMatching(
        /^Test of .* failed: Azure throttles reads in subscription s until 11:20:30 UTC, later than this call may last; it was not sent\./,
      ) as unknown,
    });
    await send(client, "POST");
    expect(server.received.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("that comes while another waits: ends that one too, with its own last answer", async () => {
    const { client } = await clientFor((response, { index }) => {
      response.setHeader("Retry-After", index === 0 ? "5" : "3600");
      answerJson(response, 429, { error: { code: "TooManyRequests", message: `Answer ${index}.` } });
    }, never);
    const [first, second] = await Promise.all([send(client), send(client)].map((sent) => sent.catch(String)));
    expect([first, second].sort()).toEqual([
      expect.stringContaining("Answer 0. (status 429"),
      expect.stringContaining("Answer 1. (status 429"),
    ]);
    expect(server.received).toHaveLength(2);
  });
});

describe("the time of a call", () => {
  it("bounds also the look before a create is sent again", async () => {
    const { client, time } = await clientFor((response, { request }) => {
      // The create may have been carried out; every look meets a locked service.
      answerJson(response, request.method === "PUT" ? 500 : 409, { error: { code: "OperationInProgress" } });
    });
    const began = time.now();
    const create = certificates.createOrUpdate({ client, resourceId, properties: { data: "AA==" } });
    await expect(create).rejects.toMatchObject({
      name: "ArmError",
      requestWasSent: "maybe",
      message: expect.stringMatching(
        /It may have been carried out, and looking whether it was failed: Certificate get .* there are for this/,
      ) as unknown,
    });
    expect(time.now() - began).toBeLessThanOrEqual(600_000);
    expect(server.received.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });
});
