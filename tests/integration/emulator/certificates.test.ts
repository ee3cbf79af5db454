import { EmulatorCaller, servicePath, type EntityBody, type ListBody } from "../../support/emulator/emulatorCaller";
import { makePfx } from "../../support/emulator/pfxFactory";

const path = `${servicePath}/certificates/backend`;
const first = makePfx("first-password", { commonName: "*.contoso.com" });
const second = makePfx("second-password", { commonName: "*.contoso.com", notAfter: new Date("2037-01-01T07:00:00Z") });

function upload(data: string, password?: string): { properties: Record<string, string> } {
  return { properties: { data, ...(password === undefined ? {} : { password }) } };
}

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

async function create(): Promise<string> {
  const created = await caller.arm("PUT", path, { body: upload(first.data, "first-password") });
  return created.headers.get("etag") ?? "";
}

describe("Certificate_CreateOrUpdate", () => {
  test("create: 201 with the facts of the certificate and an ETag, never data or password", async () => {
    const created = await caller.arm<EntityBody>("PUT", path, { body: upload(first.data, "first-password") });
    expect(created.status).toBe(201);
    expect(created.headers.get("etag")).toMatch(/^"[A-Za-z0-9+/]{11}="$/);
    expect(created.body).toEqual({
      id: path,
      type: "Microsoft.ApiManagement/service/certificates",
      name: "backend",
      properties: {
        subject: 'CN=*.contoso.com, O="Contoso, Inc.", C=US',
        thumbprint: first.thumbprint,
        expirationDate: "2036-01-01T07:00:00Z",
        hasPrivateKey: true,
      },
    });
  });

  test("update: 200 and another ETag with the right If-Match", async () => {
    const etag = await create();
    const updated = await caller.arm<EntityBody>("PUT", path, {
      body: upload(second.data, "second-password"),
      headers: { "if-match": etag },
    });
    expect(updated.status).toBe(200);
    expect(updated.headers.get("etag")).not.toBe(etag);
    expect(updated.body.properties).toMatchObject({ thumbprint: second.thumbprint });
  });

  test("update: 412 with a stale If-Match, and nothing changes", async () => {
    const etag = await create();
    const refused = await caller.arm("PUT", path, {
      body: upload(second.data, "second-password"),
      headers: { "if-match": '"AAAAAAAAAAE="' },
    });
    expect(refused.status).toBe(412);
    expect(refused.body.error.code).toBe("PreconditionFailed");
    expect((await caller.arm("HEAD", path)).headers.get("etag")).toBe(etag);
  });

  test("update: 400 without If-Match", async () => {
    await create();
    const refused = await caller.arm("PUT", path, { body: upload(second.data, "second-password") });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain("If-Match");
  });

  test.each([
    ["wrong password", upload(first.data, "wrong"), "password"],
    ["no password where one is needed", upload(first.data), "password"],
    ["bytes that are no PKCS#12", upload(Buffer.from("garbage").toString("base64")), "data"],
    ["data that is not base64", upload("!!!"), "data"],
    ["neither data nor keyVault", { properties: {} }, "data"],
    ["data of another type", { properties: { data: 7 } }, "data"],
  ])("create: 400 ValidationError for %s", async (_case, body, target) => {
    const refused = await caller.arm("PUT", path, { body });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      code: "ValidationError",
      details: [{ code: "ValidationError", target }],
    });
    expect((await caller.arm("GET", path)).status).toBe(404);
  });

  const expired = makePfx("p", { commonName: "old", notAfter: new Date("2021-01-01T00:00:00Z") });
  const keyless = makePfx("p", { commonName: "public", withoutKey: true });
  test.each([
    { name: "an expired certificate", body: upload(expired.data, "p"), hasPrivateKey: true },
    { name: "a password-less file", body: upload(makePfx("", { commonName: "open" }).data), hasPrivateKey: true },
    { name: "a file without a private key", body: upload(keyless.data, "p"), hasPrivateKey: false },
    { name: "a bare certificate", body: upload(first.cer), hasPrivateKey: false },
  ])("create: $name is accepted", async ({ body, hasPrivateKey }) => {
    const created = await caller.arm<EntityBody>("PUT", path, { body });
    expect(created.status).toBe(201);
    expect(created.body.properties).toMatchObject({ hasPrivateKey });
  });
});

describe("Certificate_Get, _GetEntityTag, _ListByService", () => {
  test("get: the same body and ETag as the PUT, in any letter case and with doubled slashes", async () => {
    const etag = await create();
    const got = await caller.arm<EntityBody>("GET", path.toUpperCase().replaceAll("/", "//"));
    expect(got.status).toBe(200);
    expect(got.headers.get("etag")).toBe(etag);
    expect(got.body).toMatchObject({ id: path, name: "backend" });
  });

  test("head: 200 with the ETag and no body", async () => {
    const etag = await create();
    const head = await caller.arm("HEAD", path);
    expect([head.status, head.headers.get("etag"), head.text]).toEqual([200, etag, ""]);
  });

  test.each(["GET", "HEAD"])("%s: 404 when it is not there", async (method) => {
    expect((await caller.arm(method, path)).status).toBe(404);
  });

  test("list: empty is value and count without nextLink", async () => {
    const list = await caller.arm<ListBody>("GET", `${servicePath}/certificates`);
    expect([list.status, list.body]).toEqual([200, { value: [], count: 0 }]);
  });

  test("list: holds what was created", async () => {
    await create();
    const list = await caller.arm<ListBody>("GET", `${servicePath}/certificates`);
    expect([list.body.count, list.body.value.map(({ name }) => name)]).toEqual([1, ["backend"]]);
  });
});

describe("Certificate_Delete", () => {
  test("delete: 200 without a body, then 204", async () => {
    const etag = await create();
    const deleted = await caller.arm("DELETE", path, { headers: { "if-match": etag } });
    expect([deleted.status, deleted.headers.get("content-length"), deleted.text]).toEqual([200, "0", ""]);
    expect((await caller.arm("DELETE", path, { headers: { "if-match": "*" } })).status).toBe(204);
  });

  test("delete: 400 without If-Match, 412 with a stale one", async () => {
    await create();
    expect((await caller.arm("DELETE", path)).status).toBe(400);
    expect((await caller.arm("DELETE", path, { headers: { "if-match": '"AAAAAAAAAAE="' } })).status).toBe(412);
    expect((await caller.arm("GET", path)).status).toBe(200);
  });
});
