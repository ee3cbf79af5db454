import { EmulatorCaller, servicePath, subscriptionPath, type ErrorBody } from "../../support/emulator/emulatorCaller";

const certificates = `${servicePath}/certificates`;

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

describe("api-version", () => {
  test.each([
    { apiVersion: null, status: 400, code: "MissingApiVersionParameter" },
    { apiVersion: "latest", status: 400, code: "InvalidApiVersionParameter" },
    { apiVersion: "2019-12-01", status: 400, code: "NoRegisteredProviderFound" },
    { apiVersion: "2099-01-01", status: 400, code: "NoRegisteredProviderFound" },
  ])("$apiVersion: refused with $code", async ({ apiVersion, status, code }) => {
    const refused = await caller.arm("GET", certificates, { apiVersion });
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });

  test.each(["2021-08-01", "2022-08-01", "2023-05-01-preview", "2024-05-01"])("%s: served", async (apiVersion) => {
    expect((await caller.arm("GET", certificates, { apiVersion })).status).toBe(200);
  });

  test("a service's own floor: older versions are refused and the allowed ones are listed", async () => {
    const body = { properties: { apiVersionConstraint: { minApiVersion: "2022-08-01" } } };
    expect((await caller.arm("PATCH", servicePath, { body })).status).toBe(200);
    const refused = await caller.arm("GET", certificates);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain("2022-08-01, 2022-09-01-preview");
    expect((await caller.arm("GET", certificates, { apiVersion: "2024-05-01" })).status).toBe(200);
  });
});

describe("sign-in over plain http", () => {
  test.each([
    { authorization: "", code: "AuthenticationFailedInvalidHeader" },
    { authorization: "Basic abc", code: "AuthenticationFailedInvalidHeader" },
    { authorization: "Bearer", code: "AuthenticationFailedInvalidHeader" },
  ])("'$authorization': 401 $code with a challenge", async ({ authorization, code }) => {
    const refused = await caller.arm("GET", certificates, { headers: { authorization } });
    expect([refused.status, refused.body.error.code]).toEqual([401, code]);
    expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });
});

test("no Authorization header: 401 AuthenticationFailed, which leads to the emulator's own sign-in", async () => {
  const refused = await caller.raw<ErrorBody>("GET", `${certificates}?api-version=2021-08-01`);
  expect([refused.status, refused.body.error.code]).toEqual([401, "AuthenticationFailed"]);
  expect(refused.headers.get("www-authenticate")).toContain(`authorization_uri="${caller.emulator.url}/`);
});

describe("names", () => {
  const provider = "providers/Microsoft.ApiManagement/service";
  test.each([
    { name: "a subscription that is no GUID", path: `/subscriptions/abc/resourceGroups/rg1/${provider}/apim1` },
    { name: "a resource group that ends in a dot", path: `${subscriptionPath}/resourceGroups/rg1./${provider}/apim1` },
    { name: "a service that begins with a digit", path: `${subscriptionPath}/resourceGroups/rg1/${provider}/1apim` },
    {
      name: "a service of 51 characters",
      path: `${subscriptionPath}/resourceGroups/rg1/${provider}/${"a".repeat(51)}`,
    },
    { name: "a certificate with a colon", path: `${certificates}/a%3Ab` },
    { name: "a certificate of 81 characters", path: `${certificates}/${"a".repeat(81)}` },
    { name: "a gateway called managed", path: `${servicePath}/gateways/Managed` },
    { name: "a dot segment", path: `${certificates}/%2e%2e` },
    { name: "an encoded slash", path: `${certificates}/a%2Fb` },
    { name: "a broken escape", path: `${certificates}/%zz` },
  ])("$name: 400", async ({ path }) => {
    expect((await caller.arm("GET", path)).status).toBe(400);
  });
});

describe("bodies", () => {
  const path = `${servicePath}/gateways/gw2`;
  test.each([
    { name: "no body", body: "", code: "InvalidRequestContent", status: 400 },
    { name: "broken JSON", body: '{"properties":', code: "InvalidRequestContent", status: 400 },
    { name: "an array", body: "[]", code: "InvalidRequestContent", status: 400 },
    { name: "properties of another type", body: '{"properties":[]}', code: "ValidationError", status: 400 },
  ])("$name: refused with $code", async ({ body, code, status }) => {
    const refused = await caller.arm("PUT", path, { body });
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });

  test("another content type: 415", async () => {
    const refused = await caller.arm("PUT", path, { body: "{}", headers: { "content-type": "text/plain" } });
    expect(refused.status).toBe(415);
  });

  test("a BOM in front of JSON is tolerated", async () => {
    expect((await caller.arm("PUT", path, { body: '\uFEFF{"properties":{}}' })).status).toBe(201);
  });
});

describe("what there is not", () => {
  test("a service that does not exist: 404 ResourceNotFound", async () => {
    const refused = await caller.arm("GET", `${servicePath}2/certificates`);
    expect([refused.status, refused.body.error.code]).toEqual([404, "ResourceNotFound"]);
  });

  test.each([
    ["GET", `${servicePath}/apis`],
    ["GET", `${servicePath}/gateways/gw1/hostnameConfigurations`],
    ["PUT", `${subscriptionPath}/resourceGroups/rg1`],
    ["GET", "/somewhere"],
  ])("%s %s: 501 that names it", async (method, path) => {
    const refused = await caller.arm(method, path);
    expect([refused.status, refused.body.error.code]).toEqual([501, "NotImplementedByEmulator"]);
    expect(refused.body.error.message).toContain(`${method} ${path}`);
  });

  test("a method that an operation's path does not have: 405 with Allow", async () => {
    const refused = await caller.arm("PATCH", `${certificates}/c1`);
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "HEAD, GET, PUT, DELETE"]);
  });
});

describe("answers", () => {
  test("headers: request ids, no-store, and the budget of the method counting down", async () => {
    const first = await caller.arm("GET", certificates);
    const second = await caller.arm("GET", certificates);
    for (const name of ["x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id"]) {
      expect(first.headers.get(name)).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-4/);
    }
    const remaining = [first, second].map(({ headers }) =>
      Number(headers.get("x-ms-ratelimit-remaining-subscription-reads")),
    );
    expect(remaining[0]).toBeLessThan(250);
    expect(remaining[1]).toBeLessThanOrEqual(remaining[0] ?? 0);
  });

  test.each([
    ["POST", `${servicePath}/gateways/gw1/listKeys`, "writes"],
    ["HEAD", `${servicePath}/gateways/gw1`, "reads"],
    ["DELETE", `${certificates}/none`, "deletes"],
  ])("%s: spends %s", async (method, path, budget) => {
    const { headers } = await caller.arm(method, path, { headers: { "if-match": "*" } });
    expect(headers.has(`x-ms-ratelimit-remaining-subscription-${budget}`)).toBe(true);
  });

  test("JSON: two spaces and CRLF, as recorded", async () => {
    expect((await caller.arm("GET", certificates)).text).toBe('{\r\n  "value": [],\r\n  "count": 0\r\n}');
  });
});

describe("service and its surroundings", () => {
  test.each([
    ["/subscriptions", { value: [{ id: subscriptionPath }], count: { value: 1 } }],
    [subscriptionPath, { state: "Enabled" }],
    [`${subscriptionPath}/providers/Microsoft.ApiManagement`, { registrationState: "Registered" }],
    [`${subscriptionPath}/resourceGroups/rg1`, { name: "rg1", properties: { provisioningState: "Succeeded" } }],
    [servicePath, { name: "apim1", sku: { name: "Developer", capacity: 1 } }],
  ])("GET %s: 200", async (path, expected) => {
    const got = await caller.arm<object>("GET", path);
    expect(got.status).toBe(200);
    expect(got.body).toMatchObject(expected);
  });

  test("GET /subscriptions: one that nobody has used yet while there is no service, so that az has one to choose", async () => {
    await caller.control("POST", "reset");
    const { body } = await caller.arm<{ value: { subscriptionId: string }[] }>("GET", "/subscriptions");
    expect(body.value.map(({ subscriptionId }) => subscriptionId)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test("life: HEAD 204, PUT again 200, PATCH 200, DELETE 200, then 404 and 204", async () => {
    expect((await caller.arm("HEAD", servicePath)).status).toBe(204);
    const body = {
      location: "eastus",
      sku: { name: "Premium" },
      properties: { publisherEmail: "a", publisherName: "b" },
    };
    expect((await caller.arm("PUT", servicePath, { body })).status).toBe(200);
    expect((await caller.arm("GET", `${servicePath}/gateways/gw1`)).status).toBe(200);
    const patched = await caller.arm<{ tags: unknown }>("PATCH", servicePath, { body: { tags: { a: "b" } } });
    expect([patched.status, patched.body.tags]).toEqual([200, { a: "b" }]);
    expect((await caller.arm("DELETE", servicePath)).status).toBe(200);
    expect((await caller.arm("GET", servicePath)).status).toBe(404);
    expect((await caller.arm("DELETE", servicePath)).status).toBe(204);
  });

  test.each(["location", "sku", "properties"])("PUT without %s: 400", async (member) => {
    const body = { location: "w", sku: { name: "Basic" }, properties: { publisherEmail: "a", publisherName: "b" } };
    expect((await caller.arm("PUT", servicePath, { body: { ...body, [member]: undefined } })).status).toBe(400);
  });
});

test("lenient: a missing If-Match is tolerated, a stale one is not", async () => {
  const lenient = await EmulatorCaller.start({ lenient: true });
  try {
    await lenient.furnish();
    const path = `${servicePath}/gateways/gw1`;
    expect((await lenient.arm("PATCH", path, { body: { properties: {} } })).status).toBe(200);
    expect((await lenient.arm("DELETE", path, { headers: { "if-match": '"AAAAAAAAAAA="' } })).status).toBe(412);
    expect((await lenient.arm("DELETE", path)).status).toBe(200);
  } finally {
    await lenient.close();
  }
});
