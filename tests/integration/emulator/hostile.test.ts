import { once } from "node:events";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";

jest.setTimeout(60_000);

// What it sends breaks the spec on purpose, so it is not left for scripts/validateSpec.ts.
delete process.env.EMULATOR_JOURNALS;

let caller: EmulatorCaller;
const complaints: string[] = [];
beforeAll(async () => {
  jest.spyOn(process.stderr, "write").mockImplementation((text) => complaints.push(String(text)) > 0);
  caller = await EmulatorCaller.start();
  await caller.furnish();
});
afterEach(async () => {
  expect((await caller.arm("GET", `${servicePath}/gateways`)).status).toBe(200);
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await caller.close();
});

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(caller.emulator.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function speak(bytes: string | Buffer): Promise<string> {
  const socket = await open();
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.write(bytes);
  await Promise.race([once(socket, "close"), new Promise((resolve) => setTimeout(resolve, 150))]);
  socket.destroy();
  return answer;
}

test.each([
  ["no HTTP at all", "\u0016\u0003\u0001 hello\r\n\r\n"],
  ["a NUL in the path", "GET /a\u0000b HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
  [
    "length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["broken chunks", "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
  ["headers of 100 KB", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(100_000)}\r\n\r\n`],
])("malformed HTTP, %s: 4xx or a closed connection", async (_case, bytes) => {
  expect(await speak(bytes)).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
});

test.each([
  "/subscriptions/../../etc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/_emulator/../journal",
  "//",
  "/subscriptions/__proto__/resourceGroups/constructor",
  "http://elsewhere/subscriptions",
  "*",
  "/%00",
  "/%ff%fe",
  `/${"a/".repeat(5000)}`,
])("path %p: never answered with 200 from ARM", async (path) => {
  const answer = await speak(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 (4\d\d|501|200 OK\r\n.*text\/html)/s);
});

test("a body over 4 MB: 413, and no memory is kept for it", async () => {
  const refused = await caller.arm("PUT", `${servicePath}/gateways/gw1`, { body: "x".repeat(6_000_000) });
  expect([refused.status, refused.body.error.code]).toEqual([413, "RequestEntityTooLarge"]);
});

test("fuzzed JSON: no answer above 499", async () => {
  const paths = ["", "/gateways/gw1", "/gateways/gw1/regenerateKey", "/gateways/gw1/generateToken", "/certificates/c1"];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.json({ maxDepth: 4 }), async (path, json) => {
      const method = /Key|Token/.test(path) ? "POST" : "PATCH";
      const { status } = await caller.arm(method, `${servicePath}${path}`, {
        body: json,
        headers: { "if-match": "*" },
      });
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test("fuzzed properties of the right shape: no answer above 499", async () => {
  const member = fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 2 }), fc.base64String());
  const properties = fc.record({
    data: member,
    password: member,
    keyVault: member,
    description: member,
    locationData: member,
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("certificates/c9", "gateways/gw9"), properties, async (entity, sent) => {
      const answer = await caller.arm("PUT", `${servicePath}/${entity}`, {
        body: { properties: sent },
        headers: { "if-match": "*" },
      });
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test("connections that trickle do not keep others waiting", async () => {
  const sockets = await Promise.all(Array.from({ length: 300 }, open));
  for (const socket of sockets) socket.write("GET / HTTP/1.1\r\nX-Slow: ");
  const started = performance.now();
  expect((await caller.arm("GET", `${servicePath}/gateways/gw1`)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(2000);
  for (const socket of sockets) socket.destroy();
});

test("a client that hangs up in the middle of its body: nobody notices", async () => {
  const socket = await open();
  socket.write("PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
});

test("1,000 connections at once: all are answered", async () => {
  const request = "GET /_emulator/clock HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  const ask = async (): Promise<boolean> => {
    const socket = await open();
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(request);
    await once(socket, "close");
    return answer.startsWith("HTTP/1.1 200");
  };
  const answered = await Promise.all(Array.from({ length: 1000 }, ask));
  expect(answered.filter(Boolean).length).toBe(1000);
});

test("the journal is bounded, whatever arrives", async () => {
  const path = `${servicePath}/gateways/gw1`;
  for (let count = 0; count < 40; count++) {
    await caller.arm("PUT", path, {
      body: { properties: {}, filler: Array.from({ length: 3000 }, () => "x".repeat(10)) },
    });
  }
  const { text } = await caller.control("GET", "journal");
  expect(text.length).toBeLessThan(48 * 1024 * 1024);
});
