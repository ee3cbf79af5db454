import { EmulatorCaller, servicePath, type EntityBody, type ListBody } from "../../support/emulator/emulatorCaller";

const path = `${servicePath}/gateways/gw1`;

interface Keys {
  readonly primary: string;
  readonly secondary: string;
}

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

function revisionOf(etag: string | null): bigint {
  return Buffer.from((etag ?? "").slice(1, -1), "base64").readBigUInt64LE();
}

async function listKeys(): Promise<{ keys: Keys; etag: string | null }> {
  const listed = await caller.arm<Keys>("POST", `${path}/listKeys`);
  return { keys: listed.body, etag: listed.headers.get("etag") };
}

async function tokenOf(keyType: string, expiry: string): Promise<string> {
  return (await caller.arm<{ value: string }>("POST", `${path}/generateToken`, { body: { keyType, expiry } })).body
    .value;
}

describe("gateway entity", () => {
  test("create: 201 with an ETag; heartbeat null on PUT, [] on GET", async () => {
    const body = { properties: { description: "d", locationData: { name: "l", city: "c" } } };
    const created = await caller.arm<EntityBody>("PUT", `${servicePath}/gateways/gw2`, { body });
    expect([created.status, created.body.properties]).toEqual([
      201,
      {
        description: "d",
        locationData: { name: "l", city: "c", district: null, countryOrRegion: null },
        heartbeat: null,
      },
    ]);
    const got = await caller.arm<EntityBody>("GET", `${servicePath}/gateways/GW2`);
    expect(got.headers.get("etag")).toBe(created.headers.get("etag"));
    expect(got.body.properties.heartbeat).toEqual([]);
  });

  test("update: 200 without If-Match, 412 with a stale one, keys stay", async () => {
    const before = await listKeys();
    expect((await caller.arm("PUT", path, { body: { properties: { description: "other" } } })).status).toBe(200);
    const stale = await caller.arm("PUT", path, {
      body: { properties: {} },
      headers: { "if-match": before.etag ?? "" },
    });
    expect(stale.status).toBe(412);
    expect((await listKeys()).keys).toEqual(before.keys);
  });

  test("patch: unchanged values keep the ETag, a changed one raises it, If-Match is required", async () => {
    const before = (await caller.arm("HEAD", path)).headers.get("etag");
    const any = { "if-match": "*" };
    const same = await caller.arm("PATCH", path, {
      body: { properties: { description: "my gateway 1" } },
      headers: any,
    });
    expect([same.status, same.headers.get("etag")]).toEqual([200, before]);
    const other = await caller.arm<EntityBody>("PATCH", path, {
      body: { properties: { description: "x" } },
      headers: any,
    });
    expect(revisionOf(other.headers.get("etag"))).toBe(revisionOf(before) + 1n);
    expect(other.body.properties).toMatchObject({ description: "x", locationData: { name: "my location" } });
    expect((await caller.arm("PATCH", path, { body: { properties: {} } })).status).toBe(400);
  });

  test("delete: 200, then 204, then GET is 404 ResourceNotFound", async () => {
    const any = { headers: { "if-match": "*" } };
    expect((await caller.arm("DELETE", path, any)).status).toBe(200);
    expect((await caller.arm("DELETE", path, any)).status).toBe(204);
    const gone = await caller.arm("GET", path);
    expect([gone.status, gone.body.error.code]).toEqual([404, "ResourceNotFound"]);
  });

  test("list: value and count", async () => {
    const list = await caller.arm<ListBody>("GET", `${servicePath}/gateways`);
    expect([list.body.count, list.body.value[0]?.name]).toEqual([1, "gw1"]);
  });

  test.each([
    ["a description of 1001 characters", { description: "x".repeat(1001) }, "description"],
    ["locationData without a name", { locationData: { city: "c" } }, "name"],
    ["a city of 257 characters", { locationData: { name: "n", city: "x".repeat(257) } }, "city"],
  ])("create: 400 for %s", async (_case, properties, target) => {
    const refused = await caller.arm("PUT", `${servicePath}/gateways/gw2`, { body: { properties } });
    expect([refused.status, refused.body.error.details?.[0]?.target]).toEqual([400, target]);
  });

  test("create: a service holds 25 gateways", async () => {
    for (let number = 2; number <= 25; number++) {
      const created = await caller.arm("PUT", `${servicePath}/gateways/gw${number}`, { body: { properties: {} } });
      expect(created.status).toBe(201);
    }
    expect((await caller.arm("PUT", `${servicePath}/gateways/gw26`, { body: { properties: {} } })).status).toBe(400);
  });

  test("every operation: 400 MethodNotAllowedInPricingTier on the Consumption tier", async () => {
    await caller.furnish("Consumption");
    const refused = await caller.arm("GET", `${servicePath}/gateways`);
    expect([refused.status, refused.body.error.code]).toEqual([400, "MethodNotAllowedInPricingTier"]);
  });
});

describe("gateway keys", () => {
  test("listKeys: two different keys of 64 bytes, with the gateway's own ETag", async () => {
    const { keys, etag } = await listKeys();
    expect([keys.primary, keys.secondary].map((key) => [key.length, Buffer.from(key, "base64").length])).toEqual([
      [88, 64],
      [88, 64],
    ]);
    expect(keys.primary).not.toBe(keys.secondary);
    expect(etag).toBe((await caller.arm("HEAD", path)).headers.get("etag"));
  });

  test("regenerateKey: 204 without a body, only the named key changes, the ETag goes up by one", async () => {
    const before = await listKeys();
    const regenerated = await caller.arm("POST", `${path}/regenerateKey`, { body: { keyType: "secondary" } });
    expect([regenerated.status, regenerated.text, regenerated.headers.get("etag")]).toEqual([204, "", null]);
    expect(regenerated.headers.get("content-length")).toBeNull();
    const after = await listKeys();
    expect(after.keys.primary).toBe(before.keys.primary);
    expect(after.keys.secondary).not.toBe(before.keys.secondary);
    expect(revisionOf(after.etag)).toBe(revisionOf(before.etag) + 1n);
  });

  test.each([{}, { keyType: "third" }, { keyType: 1 }])("regenerateKey: 400 for %j", async (body) => {
    const refused = await caller.arm("POST", `${path}/regenerateKey`, { body });
    expect([refused.status, refused.body.error.details?.[0]?.target]).toEqual([400, "keyType"]);
  });

  test.each(["listKeys", "regenerateKey", "generateToken"])(
    "%s: 400 with target gwid on a missing gateway",
    async (action) => {
      const body = { keyType: "primary", expiry: "2020-01-01T00:00:00Z" };
      const refused = await caller.arm("POST", `${servicePath}/gateways/nowhere/${action}`, { body });
      expect([refused.status, refused.body]).toEqual([
        400,
        {
          error: {
            code: "ValidationError",
            message: "One or more fields contain incorrect values:",
            details: [{ code: "ValidationError", target: "gwid", message: "Gateway not found" }],
          },
        },
      ]);
    },
  );
});

describe("gateway tokens", () => {
  beforeEach(() => caller.control("POST", "clock", { now: "2030-01-01T00:00:00Z" }));

  test("generateToken: the recorded form, the same for the same key and minute", async () => {
    const token = await tokenOf("primary", "2030-01-02T03:04:05Z");
    expect(token).toMatch(/^gw1&203001020304&[A-Za-z0-9+/]{86}==$/);
    expect(await tokenOf("primary", "2030-01-02T03:04:59.9Z")).toBe(token);
    expect(await tokenOf("secondary", "2030-01-02T03:04:05Z")).not.toBe(token);
    await caller.arm("POST", `${path}/regenerateKey`, { body: { keyType: "primary" } });
    expect(await tokenOf("primary", "2030-01-02T03:04:05Z")).not.toBe(token);
  });

  test.each([
    ["more than 30 days ahead", "2030-01-31T00:01:00Z"],
    ["no date", "soon"],
    ["missing", undefined],
  ])("generateToken: 400 for an expiry that is %s", async (_case, expiry) => {
    const refused = await caller.arm("POST", `${path}/generateToken`, { body: { keyType: "primary", expiry } });
    expect([refused.status, refused.body.error.details?.[0]?.target]).toEqual([400, "expiry"]);
  });

  test("verify-token: valid until its expiry or until its key is regenerated", async () => {
    const primary = await tokenOf("primary", "2030-01-02T00:00:00Z");
    const secondary = await tokenOf("secondary", "2030-01-02T00:00:00Z");
    const verify = async (token: string, gatewayId = "GW1"): Promise<unknown> =>
      (await caller.control("POST", "verify-token", { gatewayId, token })).body;
    expect(await verify(primary)).toEqual({ valid: true, keyType: "primary", expiresAt: "2030-01-02T00:00:00.000Z" });
    expect(await verify(primary, "gw2")).toEqual({ valid: false, reason: "unknown-gateway" });
    expect(await verify("x")).toEqual({ valid: false, reason: "malformed" });
    await caller.arm("POST", `${path}/regenerateKey`, { body: { keyType: "primary" } });
    expect(await verify(primary)).toEqual({ valid: false, reason: "wrong-key" });
    await caller.control("POST", "clock", { advance: "P1D" });
    expect(await verify(secondary)).toEqual({ valid: false, reason: "expired" });
  });
});
