import { certificates } from "../../provider/apim/certificates";
import { createArmClient } from "../../provider/arm/createArmClient";
import { readSettings } from "../../provider/config";
import { EmulatorCaller, servicePath } from "../support/emulator/emulatorCaller";
import { makePkcs12 } from "../support/pkcs12";
import { TestTime } from "../support/testTime";

const resourceId = `${servicePath}/certificates/backend`;
const secretIdentifier = "https://vault1.vault.azure.net/secrets/backend";
const properties = { keyVault: { secretIdentifier } };

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
afterAll(() => caller.close());

const messages: string[] = [];
const onWait = (message: string): void => void messages.push(message);
beforeEach(async () => {
  messages.length = 0;
  await caller.furnish();
});

function newClient(): { client: ReturnType<typeof createArmClient>; time: TestTime } {
  const time = new TestTime(Date.parse("2026-06-01T10:20:30Z"), async (milliseconds) => {
    await caller.control("POST", "clock", { advance: `PT${milliseconds / 1000}S` });
  });
  const settings = readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: caller.emulator.url });
  const client = createArmClient(settings, { clock: time.now, sleep: time.sleep, random: () => 0.5, env: {} });
  return { client, time };
}

const fault = (times: number, status: number, headers: object = {}): Promise<unknown> =>
  caller.control("POST", "faults", [
    {
      times,
      fault: {
        status,
        headers,
        body: { error: { code: status === 429 ? "TooManyRequests" : "PessimisticConcurrencyConflict" } },
      },
    },
  ]);

describe("a wait", () => {
  it("of more than ten seconds for throttling: is said once, with what and until when", async () => {
    const { client } = newClient();
    await fault(2, 429, { "Retry-After": "45" });
    await certificates.get({ client, resourceId, onWait });
    expect(messages).toEqual([
      "Certificate get waits until 10:21:15 UTC: Azure throttles reads in subscription 11111111-2222-4333-8444-555555555555.",
    ]);
  });

  it("for a locked service: is said once the short waits add up, with the latest end", async () => {
    const { client, time } = newClient();
    await fault(6, 409);
    await certificates.get({ client, resourceId, onWait });
    expect(time.waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(messages).toEqual([
      "Certificate get waits at the latest until 10:30:30 UTC: another operation holds the service.",
    ]);
  });

  it("of less than ten seconds: is not said", async () => {
    const { client } = newClient();
    await fault(1, 429, { "Retry-After": "9" });
    await certificates.get({ client, resourceId, onWait });
    expect(messages).toEqual([]);
  });

  it("of others whose budget is paused: is said to them too", async () => {
    const { client } = newClient();
    await fault(1, 429, { "Retry-After": "45" });
    const said: string[][] = [[], []];
    const first = certificates.get({ client, resourceId, onWait: (message) => said[0]?.push(message) });
    const rest = Array.from({ length: 12 }, () =>
      certificates.get({ client, resourceId, onWait: (message) => said[1]?.push(message) }),
    );
    await Promise.all([first, ...rest]);
    expect(said[0]?.length).toBeLessThanOrEqual(1);
    expect(said[1]?.length).toBeGreaterThan(0);
  });
});

describe("Key Vault access that has not arrived", () => {
  const { base64: data } = makePkcs12();

  it("an identity and its access that come late: are waited for", async () => {
    const { client } = newClient();
    await caller.control("POST", "vault-secrets", { secretIdentifier, data });
    const { body } = await caller.control<{ clientId: string }>("POST", "identities", {
      service: servicePath,
      after: "PT30S",
    });
    await caller.control("POST", "vault-access", {
      vault: "https://vault1.vault.azure.net",
      clientId: body.clientId,
      after: "PT2M",
    });

    const { created } = await certificates.createOrUpdate({ client, resourceId, properties, onWait });

    expect(created).toBe(true);
    expect(messages).toEqual([
      expect.stringMatching(
        /^Certificate create waits at the latest until 10:25:30 UTC: waiting for the managed identity/,
      ),
    ]);
    const statuses = (await caller.journal()).map(({ status }) => status);
    expect(statuses.at(-1)).toBe(201);
    expect(statuses.slice(0, -1).every((status) => status === 400)).toBe(true);
  });

  it("access that never comes: given up after keyVaultAccessTimeout, with what to grant", async () => {
    const { client, time } = newClient();
    await caller.control("POST", "vault-secrets", { secretIdentifier, data });
    await caller.control("POST", "identities", { service: servicePath });
    const error: unknown = await certificates
      .createOrUpdate({ client, resourceId, properties })
      .catch((failure: unknown) => failure);
    expect(String(error)).toMatch(
      /has secrets\/get permission.*beyond the 300 s that apim-credentials:keyVaultAccessTimeout allows.*role "Key Vault Secrets User"/,
    );
    const waited = time.waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThan(270_000);
    expect(waited).toBeLessThanOrEqual(300_000);
  });

  it("a secret that does not exist: is not waited for", async () => {
    const { client, time } = newClient();
    const { body } = await caller.control<{ clientId: string }>("POST", "identities", { service: servicePath });
    await caller.control("POST", "vault-access", { vault: "https://vault1.vault.azure.net", clientId: body.clientId });
    await expect(certificates.createOrUpdate({ client, resourceId, properties })).rejects.toThrow(/was not found/);
    expect(time.waits).toEqual([]);
  });
});

describe("a certificate that was just written", () => {
  it("404 straight after: the read is repeated briefly", async () => {
    const { client } = newClient();
    await caller.arm("PUT", resourceId, { body: { properties: { data: makePkcs12().base64 } } });
    const notFound = { status: 404, body: { error: { code: "ResourceNotFound", message: "Certificate not found." } } };
    await caller.control("POST", "faults", [{ times: 3, fault: notFound }]);
    expect(await certificates.get({ client, resourceId, justWritten: true })).toBeDefined();
  });

  it("404 that stays: is an answer in the end", async () => {
    const { client, time } = newClient();
    expect(await certificates.get({ client, resourceId, justWritten: true })).toBeUndefined();
    expect(time.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(30_000);
  });
});
