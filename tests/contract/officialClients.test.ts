import type { ApiManagementClient, CertificateContract, GatewayContract } from "@azure/arm-apimanagement";
import { makePfx } from "../support/emulator/pfxFactory";
import { subscriptionId, targets, type ContractTarget } from "./contractTargets";

const group = "rg1";
const service = "apim1";
const serviceId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.ApiManagement/service/${service}`;
const first = makePfx("first", { commonName: "*.contoso.com" });
const second = makePfx("second", { commonName: "*.contoso.com" });
const secretIdentifier = "https://kv1.vault.azure.net/secrets/backend";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function statusOf(call: Promise<unknown>): Promise<number | undefined> {
  return await call.then(
    () => undefined,
    (error: unknown) => (error as { statusCode?: number }).statusCode,
  );
}

describe.each(targets)("$name", ({ start }) => {
  let target: ContractTarget;
  let client: ApiManagementClient;

  beforeAll(async () => {
    target = await start();
    client = target.client;
    await client.apiManagementService.beginCreateOrUpdateAndWait(group, service, {
      location: "westus",
      sku: { name: "Developer", capacity: 1 },
      publisherEmail: "owner@contoso.com",
      publisherName: "Contoso",
      identity: { type: "SystemAssigned" },
    });
  });
  afterAll(() => target.caller.close());

  test("service: what was created can be read", async () => {
    const { location, provisioningState, identity } = await client.apiManagementService.get(group, service);
    expect([location, provisioningState]).toEqual(["westus", "Succeeded"]);
    expect(identity?.principalId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("certificates: the whole life of an uploaded one", async () => {
    const { certificate } = client;
    await certificate.createOrUpdate(group, service, "c1", { data: first.data, password: "first" }, { ifMatch: "*" });
    const read = await certificate.get(group, service, "c1");
    expect(read).toMatchObject<CertificateContract>({ name: "c1", thumbprint: first.thumbprint });
    expect(read.expirationDate).toEqual(new Date("2036-01-01T07:00:00Z"));
    expect((await certificate.getEntityTag(group, service, "c1")).eTag).toBe(read.eTag);

    const ifMatch = read.eTag ?? "";
    await certificate.createOrUpdate(group, service, "c1", { data: second.data, password: "second" }, { ifMatch });
    expect((await certificate.get(group, service, "c1")).thumbprint).toBe(second.thumbprint);
    expect(await statusOf(certificate.delete(group, service, "c1", ifMatch))).toBe(412);

    const listed = await collect(certificate.listByService(group, service, { filter: "startswith(name,'c')", top: 1 }));
    expect(listed.map(({ name }) => name)).toEqual(["c1"]);
    await certificate.delete(group, service, "c1", "*");
    expect(await statusOf(certificate.get(group, service, "c1"))).toBe(404);
    await certificate.delete(group, service, "c1", "*");
  });

  test("certificates: one from Key Vault is refreshed", async () => {
    const { certificate } = client;
    const { body } = await target.caller.control<{ clientId: string }>("POST", "identities", { service: serviceId });
    await target.caller.control("POST", "vault-access", {
      vault: "https://kv1.vault.azure.net",
      clientId: body.clientId,
    });
    await target.caller.control("POST", "vault-secrets", { secretIdentifier, data: first.data, password: "first" });
    const created = await certificate.createOrUpdate(group, service, "kv", { keyVault: { secretIdentifier } });
    expect(created).toMatchObject({ thumbprint: first.thumbprint, keyVault: { lastStatus: { code: "Success" } } });

    await target.caller.control("POST", "vault-secrets", { secretIdentifier, data: second.data, password: "second" });
    const refreshed = await certificate.refreshSecret(group, service, "kv");
    expect(refreshed.eTag).not.toBe(created.eTag);
    expect((await certificate.get(group, service, "kv")).thumbprint).toBe(second.thumbprint);
  });

  test("gateways: the whole life of one", async () => {
    const { gateway } = client;
    const description = "my gateway";
    const created = await gateway.createOrUpdate(group, service, "gw1", {
      description,
      locationData: { name: "here" },
    });
    expect(created).toMatchObject<GatewayContract>({ name: "gw1", description });
    const read = await gateway.get(group, service, "gw1");
    expect((await gateway.getEntityTag(group, service, "gw1")).eTag).toBe(read.eTag);
    const updated = await gateway.update(group, service, "gw1", read.eTag ?? "", { description: "other" });
    expect([updated.description, updated.locationData?.name]).toEqual(["other", "here"]);
    expect((await collect(gateway.listByService(group, service))).map(({ name }) => name)).toEqual(["gw1"]);
    await gateway.delete(group, service, "gw1", "*");
    expect(await statusOf(gateway.get(group, service, "gw1"))).toBe(404);
  });

  test("gateways: keys and tokens", async () => {
    const { gateway } = client;
    await gateway.createOrUpdate(group, service, "gw2", { description: "keys" });
    const before = await gateway.listKeys(group, service, "gw2");
    await gateway.regenerateKey(group, service, "gw2", { keyType: "primary" });
    const after = await gateway.listKeys(group, service, "gw2");
    expect([after.primary === before.primary, after.secondary === before.secondary]).toEqual([false, true]);
    expect(after.eTag).not.toBe(before.eTag);

    const expiry = new Date(Date.now() + 3_600_000);
    const token = await gateway.generateToken(group, service, "gw2", { keyType: "primary", expiry });
    expect(token.value).toMatch(/^gw2&\d{12}&[A-Za-z0-9+/]{86}==$/);
    const verdict = await target.caller.control("POST", "verify-token", { gatewayId: "gw2", token: token.value });
    expect(verdict.body).toMatchObject({ valid: true, keyType: "primary" });
  });

  test("journal: the client's own api-version went with every request, and no secret was kept", async () => {
    const journal = await target.caller.journal();
    const versions = journal
      .filter(({ operationId }) => operationId !== "SignIn")
      .map(({ query }) => query["api-version"]);
    expect(new Set(versions)).toEqual(new Set([target.apiVersion]));
    const text = JSON.stringify(journal);
    for (const secret of [first.data, second.data, "any-secret", '"first"', '"second"'])
      expect(text).not.toContain(secret);
  });
});
