import {
  EmulatorCaller,
  servicePath,
  type EntityBody,
  type ErrorBody,
  type ListBody,
  type Reply,
} from "../../support/emulator/emulatorCaller";
import { makePfx } from "../../support/emulator/pfxFactory";

const path = `${servicePath}/certificates/kv`;
const vault = "https://kv1.vault.azure.net";
const secretIdentifier = `${vault}/secrets/backend`;
const userAssigned =
  "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg1/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1";
const first = makePfx("p", { commonName: "first" });
const second = makePfx("p", { commonName: "second" });

interface Identity {
  readonly clientId: string;
}

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

async function addSecret(pfx: { data: string }): Promise<{ versionedIdentifier: string }> {
  const body = { secretIdentifier, data: pfx.data, password: "p" };
  return (await caller.control<{ versionedIdentifier: string }>("POST", "vault-secrets", body)).body;
}

async function assign(options: object = {}): Promise<string> {
  return (await caller.control<Identity>("POST", "identities", { service: servicePath, ...options })).body.clientId;
}

async function grant(clientId: string, options: object = {}): Promise<void> {
  expect((await caller.control("POST", "vault-access", { vault, clientId, ...options })).status).toBe(204);
}

async function create(keyVault: object = { secretIdentifier }): Promise<Reply<EntityBody & ErrorBody>> {
  return await caller.arm("PUT", path, { body: { properties: { keyVault } }, headers: { "if-match": "*" } });
}

async function detailOf(keyVault?: object): Promise<unknown> {
  const { status, body } = await create(keyVault);
  return [status, body.error.code, body.error.details?.[0]?.target];
}

/** A certificate from Key Vault, read with the system-assigned identity. */
async function createReadable(): Promise<string> {
  await addSecret(first);
  await grant(await assign());
  return (await create()).headers.get("etag") ?? "";
}

describe("create", () => {
  test("system-assigned identity: 201, identityClientId null, lastStatus with seven decimals", async () => {
    await addSecret(first);
    await grant(await assign());
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body.properties).toEqual({
      subject: 'CN=first, O="Contoso, Inc.", C=US',
      thumbprint: first.thumbprint,
      expirationDate: "2036-01-01T07:00:00Z",
      hasPrivateKey: true,
      keyVault: {
        secretIdentifier,
        identityClientId: null,
        lastStatus: { code: "Success", timeStampUtc: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{7}Z$/) as unknown },
      },
    });
  });

  test("user-assigned identity of the service's own settings: by its client id", async () => {
    await addSecret(first);
    const identity = { type: "UserAssigned", userAssignedIdentities: { [userAssigned]: {} } };
    const patched = await caller.arm<{ identity: { userAssignedIdentities: Record<string, Identity> } }>(
      "PATCH",
      servicePath,
      {
        body: { identity },
      },
    );
    const identityClientId = patched.body.identity.userAssignedIdentities[userAssigned]?.clientId ?? "";
    await grant(identityClientId);
    expect((await create({ secretIdentifier, identityClientId })).status).toBe(201);
  });

  test("no identity at all: 400 InvalidOperation", async () => {
    await addSecret(first);
    expect(await detailOf()).toEqual([400, "InvalidOperation", undefined]);
  });

  test("a client id that the service does not have: 400 with target identityClientId", async () => {
    await addSecret(first);
    await assign();
    const identityClientId = "99999999-2222-4333-8444-555555555555";
    expect(await detailOf({ secretIdentifier, identityClientId })).toEqual([
      400,
      "ValidationError",
      "identityClientId",
    ]);
  });

  test("an identity that arrives late: refused until then", async () => {
    await addSecret(first);
    const identityClientId = await assign({ resourceId: userAssigned, after: "PT2M" });
    await grant(identityClientId);
    expect(await detailOf({ secretIdentifier, identityClientId })).toEqual([
      400,
      "ValidationError",
      "identityClientId",
    ]);
    await caller.control("POST", "clock", { advance: "PT2M" });
    expect((await create({ secretIdentifier, identityClientId })).status).toBe(201);
  });

  test("access that arrives late: refused until then", async () => {
    await addSecret(first);
    await grant(await assign(), { after: "PT2M" });
    expect(await detailOf()).toEqual([400, "ValidationError", "secretIdentifier"]);
    await caller.control("POST", "clock", { advance: "PT2M" });
    expect((await create()).status).toBe(201);
  });

  test.each([
    { name: "no such secret", keyVault: { secretIdentifier: `${vault}/secrets/other` } },
    { name: "a certificate's identifier", keyVault: { secretIdentifier: `${vault}/certificates/backend` } },
    { name: "no identifier at all", keyVault: { secretIdentifier: "backend" } },
    { name: "an absent identifier", keyVault: {} },
  ])("$name: 400 with target secretIdentifier", async ({ keyVault }) => {
    await grant(await assign());
    expect(await detailOf(keyVault)).toEqual([400, "ValidationError", "secretIdentifier"]);
  });

  test("data and keyVault together: 400", async () => {
    const body = { properties: { data: first.data, keyVault: { secretIdentifier } } };
    expect((await caller.arm("PUT", path, { body })).status).toBe(400);
  });
});

describe("refreshSecret", () => {
  test("answers the unwrapped body with a short id and raises the ETag", async () => {
    const etag = await createReadable();
    await addSecret(second);
    const refreshed = await caller.arm<Record<string, unknown>>("POST", `${path}/refreshSecret`);
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).toMatchObject({ id: "/certificates/kv", thumbprint: second.thumbprint });
    expect(refreshed.body).not.toHaveProperty("properties");
    expect(refreshed.headers.get("etag")).not.toBe(etag);
  });

  test("an uploaded certificate: 400", async () => {
    await caller.arm("PUT", path, { body: { properties: { data: first.data, password: "p" } } });
    expect((await caller.arm("POST", `${path}/refreshSecret`)).status).toBe(400);
  });
});

describe("automatic refresh", () => {
  const thumbprint = async (): Promise<unknown> =>
    (await caller.arm<EntityBody>("GET", path)).body.properties.thumbprint;

  test("versionless: the newest version within four hours, with another ETag", async () => {
    const etag = await createReadable();
    await addSecret(second);
    expect(await thumbprint()).toBe(first.thumbprint);
    await caller.control("POST", "clock", { advance: "PT4H" });
    expect(await thumbprint()).toBe(second.thumbprint);
    expect((await caller.arm("HEAD", path)).headers.get("etag")).not.toBe(etag);
  });

  test("versioned: never", async () => {
    const { versionedIdentifier } = await addSecret(first);
    await grant(await assign());
    await create({ secretIdentifier: versionedIdentifier });
    await addSecret(second);
    await caller.control("POST", "clock", { advance: "P2D" });
    expect(await thumbprint()).toBe(first.thumbprint);
  });

  test("failing: lastStatus says why, the certificate stays, and the list finds it", async () => {
    await createReadable();
    await caller.control("DELETE", "vault-secrets", { secretIdentifier });
    await caller.control("POST", "clock", { advance: "PT4H" });
    const got = await caller.arm<EntityBody>("GET", path);
    expect(got.body.properties).toMatchObject({
      thumbprint: first.thumbprint,
      keyVault: {
        lastStatus: { code: "SecretNotFound", message: expect.stringContaining(secretIdentifier) as unknown },
      },
    });
    const failed = await caller.arm<ListBody>("GET", `${servicePath}/certificates`, {
      query: "&isKeyVaultRefreshFailed=true",
    });
    expect(failed.body.value.map(({ name }) => name)).toEqual(["kv"]);
  });
});

test.each([
  ["vault-secrets", {}],
  ["vault-secrets", { secretIdentifier, data: "!" }],
  ["vault-secrets", { secretIdentifier: "x", data: first.data }],
  ["vault-access", { vault }],
  ["vault-access", { vault, clientId: "c", after: "soon" }],
  ["identities", { service: "nowhere" }],
])("control %s %j: 400", async (endpoint, body) => {
  expect((await caller.control("POST", endpoint, body)).status).toBe(400);
});
