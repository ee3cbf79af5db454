import { EmulatorCaller, servicePath, type EntityBody } from "../../support/emulator/emulatorCaller";
import { makePfx } from "../../support/emulator/pfxFactory";

const gateway = `${servicePath}/gateways/gw1`;
const certificate = `${servicePath}/certificates/backend`;

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

async function etagOf(path: string): Promise<string | null> {
  return (await caller.arm("HEAD", path)).headers.get("etag");
}

describe("journal", () => {
  test("keeps every exchange in order, and no secret", async () => {
    const pfx = makePfx("a-password", { commonName: "journal" });
    await caller.arm("PUT", certificate, { body: { properties: { data: pfx.data, password: "a-password" } } });
    const keys = (await caller.arm<Record<string, string>>("POST", `${gateway}/listKeys`)).body;
    const body = { keyType: "primary", expiry: "2021-01-01T00:00:00Z" };
    const token = (await caller.arm<{ value: string }>("POST", `${gateway}/generateToken`, { body })).body.value;
    await caller.arm("PUT", certificate, { body: "this is not JSON: a-password", headers: { cookie: "a-cookie" } });
    const journal = await caller.journal();
    expect(journal.map(({ operationId, status }) => [operationId, status])).toEqual([
      ["Certificate_CreateOrUpdate", 201],
      ["Gateway_ListKeys", 200],
      ["Gateway_GenerateToken", 200],
      ["Certificate_CreateOrUpdate", 400],
    ]);
    expect(journal[0]).toMatchObject({
      method: "PUT",
      path: certificate,
      query: { "api-version": "2021-08-01" },
      headers: { authorization: "Bearer <redacted>", "content-type": "application/json" },
      body: { properties: { data: "<redacted>", password: "<redacted>" } },
      responseBody: { properties: { thumbprint: pfx.thumbprint } },
    });
    expect(journal[0]?.responseHeaders.etag).toMatch(/^"/);
    expect(Date.parse(journal[0]?.receivedAt ?? "")).not.toBeNaN();
    const text = JSON.stringify(journal);
    for (const secret of [pfx.data, "a-password", keys.primary, keys.secondary, token, "Bearer test", "a-cookie"]) {
      expect(text).not.toContain(secret);
    }
  });

  test("DELETE empties it, and control requests are never in it", async () => {
    await caller.arm("GET", gateway);
    expect((await caller.control("DELETE", "journal")).status).toBe(204);
    expect(await caller.journal()).toEqual([]);
  });

  test("a huge body leaves a short entry", async () => {
    await caller.arm("PUT", gateway, { body: { properties: {}, extra: "x".repeat(200_000) } });
    const [entry] = await caller.journal();
    expect(entry?.body).toMatch(/left out/);
    expect(JSON.stringify(entry).length).toBeLessThan(4096);
  });
});

describe("faults", () => {
  const match = { method: "POST", pathPattern: "regenerateKey$" };
  const regenerate = (): Promise<{ status: number }> =>
    caller.arm("POST", `${gateway}/regenerateKey`, { body: { keyType: "primary" } });

  test("status: answered so many times, with headers and body, without carrying it out", async () => {
    const before = await etagOf(gateway);
    const fault = { status: 409, headers: { "Retry-After": "1", "X-One": 1 }, body: { error: { code: "Conflict" } } };
    await caller.control("POST", "faults", [{ match, times: 2, fault }]);
    const answers = [await caller.arm("POST", `${gateway}/regenerateKey`), await regenerate(), await regenerate()];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 204]);
    expect(answers[0]).toMatchObject({ body: { error: { code: "Conflict" } } });
    const journal = await caller.journal();
    expect(journal.find(({ status }) => status === 409)).toMatchObject({
      fault: { status: 409 },
      responseHeaders: { "x-one": "1" },
    });
    expect(await etagOf(gateway)).not.toBe(before);
  });

  test("drop before: the connection breaks and nothing is carried out", async () => {
    const before = await etagOf(gateway);
    await caller.control("POST", "faults", [{ match, fault: { drop: "before" } }]);
    await expect(regenerate()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await etagOf(gateway)).toBe(before);
    expect((await caller.journal()).find(({ fault }) => fault !== undefined)?.status).toBeNull();
  });

  test("drop after: carried out, answer lost", async () => {
    const before = await etagOf(gateway);
    await caller.control("POST", "faults", [{ match, fault: { drop: "after" } }]);
    await expect(regenerate()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await etagOf(gateway)).not.toBe(before);
    expect((await caller.journal()).find(({ fault }) => fault !== undefined)?.status).toBe(204);
  });

  test("delayMs: waits, then carries it out", async () => {
    await caller.control("POST", "faults", [{ match, fault: { delayMs: 60 } }]);
    const started = performance.now();
    expect((await regenerate()).status).toBe(204);
    expect(performance.now() - started).toBeGreaterThan(55);
  });

  test("challenge: 401 with the claims in base64", async () => {
    const claims = { access_token: { nbf: { essential: true, value: "1" } } };
    await caller.control("POST", "faults", [{ fault: { challenge: claims } }]);
    const challenged = await caller.arm("GET", gateway);
    const header = challenged.headers.get("www-authenticate") ?? "";
    expect([challenged.status, header.includes('error="insufficient_claims"')]).toEqual([401, true]);
    const encoded = /claims="([^"]+)"/.exec(header)?.[1] ?? "";
    expect(JSON.parse(Buffer.from(encoded, "base64").toString())).toEqual(claims);
  });

  test("match: by method and path; the first rule that matches is spent; DELETE clears", async () => {
    await caller.control("POST", "faults", [
      { match: { method: "delete" }, fault: { status: 500 } },
      { match: { pathPattern: "/GATEWAYS/" }, fault: { status: 503 } },
      { fault: { status: 504 } },
    ]);
    expect((await caller.arm("GET", gateway)).status).toBe(503);
    expect((await caller.arm("GET", gateway)).status).toBe(504);
    expect((await caller.arm("GET", gateway)).status).toBe(200);
    await caller.control("DELETE", "faults");
    expect((await caller.arm("DELETE", gateway, { headers: { "if-match": "*" } })).status).toBe(200);
  });

  test("GET: those that are left, with how often they still apply", async () => {
    const fault = { status: 500 };
    await caller.control("POST", "faults", [{ match, times: 2, fault }, { fault: { delayMs: 1 } }]);
    await regenerate();
    expect((await caller.control("GET", "faults")).body).toEqual([
      { match, times: 1, fault },
      { match: {}, times: 1, fault: { delayMs: 1 } },
    ]);
    await regenerate();
    await caller.arm("GET", gateway);
    expect((await caller.control("GET", "faults")).body).toEqual([]);
  });

  test.each([
    [{}],
    [[{ fault: {} }]],
    [[{ fault: { status: 99 } }]],
    [[{ fault: { status: 200, drop: "after" } }]],
    [[{ fault: { drop: "during" } }]],
    [[{ match: { pathPattern: "(" }, fault: { status: 500 } }]],
    [[{ times: 0, fault: { status: 500 } }]],
    [[{ fault: { status: 500, headers: { "a b": "c" } } }]],
    [[{ fault: { status: 500, headers: { a: "c\r\nd" } } }]],
    [[{ fault: { delayMs: -1 } }]],
  ])("%j: 400, and no fault is set", async (faults) => {
    expect((await caller.control("POST", "faults", faults)).status).toBe(400);
    expect((await caller.arm("GET", gateway)).status).toBe(200);
  });
});

describe("clock", () => {
  test("now and advance move it; it goes on from there", async () => {
    const moved = await caller.control<{ now: string }>("POST", "clock", { now: "2030-01-01T00:00:00Z" });
    expect(moved.body.now).toMatch(/^2030-01-01T00:00:0/);
    expect((await caller.control<{ now: string }>("POST", "clock", { advance: "P1DT2H" })).body.now).toMatch(
      /^2030-01-02T02:00:0/,
    );
    expect((await caller.control<{ now: string }>("POST", "clock", { advance: 60_000 })).body.now).toMatch(
      /^2030-01-02T02:01:0/,
    );
    await caller.arm("GET", gateway);
    expect((await caller.journal())[0]?.receivedAt).toMatch(/^2030-01-02T02:01:/);
  });

  test.each([{}, { advance: "soon" }, { now: "never" }, { advance: "P" }])("%j: 400", async (body) => {
    expect((await caller.control("POST", "clock", body)).status).toBe(400);
  });
});

test("reset: everything is as at the start", async () => {
  await caller.control("POST", "faults", [{ fault: { status: 500 } }]);
  await caller.control("POST", "clock", { now: "2030-01-01T00:00:00Z" });
  expect((await caller.control("POST", "reset")).status).toBe(204);
  expect((await caller.arm("GET", servicePath)).status).toBe(404);
  expect((await caller.journal()).length).toBe(1);
  expect((await caller.control<{ now: string }>("GET", "clock")).body.now).not.toMatch(/^2030/);
});

test("an endpoint that does not exist: 404 that lists those that do", async () => {
  const refused = await caller.control<{ error: { message: string } }>("GET", "nothing");
  expect(refused.status).toBe(404);
  expect(refused.body.error.message).toContain("POST faults");
});

test("ETag: a gateway that was deleted and made again never has an old one", async () => {
  const before = await etagOf(gateway);
  await caller.arm("DELETE", gateway, { headers: { "if-match": "*" } });
  const again = await caller.arm<EntityBody>("PUT", gateway, { body: { properties: {} } });
  expect(again.status).toBe(201);
  expect(again.headers.get("etag")).not.toBe(before);
});
