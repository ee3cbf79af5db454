import { certificates } from "../../provider/apim/certificates";
import { gateways } from "../../provider/apim/gateways";
import type { ArmClient } from "../../provider/arm/client";
import { createArmClient } from "../../provider/arm/createArmClient";
import { readSettings } from "../../provider/config";
import type { ArmError } from "../../provider/errors";
import { EmulatorCaller, servicePath } from "../support/emulator/emulatorCaller";
import { makePkcs12 } from "../support/pkcs12";

const certificateId = `${servicePath}/certificates/backend`;
const gatewayId = `${servicePath}/gateways/gw1`;
const missingGateway = `${servicePath}/gateways/nowhere`;
const missingService = servicePath.replace("apim1", "apim9");

let caller: EmulatorCaller;
let client: ArmClient;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
  client = createArmClient(readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: caller.emulator.url }), {
    env: {},
  });
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

const failureOf = async (call: Promise<unknown>): Promise<ArmError> => {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ name: "ArmError", requestId: expect.stringMatching(/./) as unknown });
  return error as ArmError;
};
const fault = (status: number, error: object): Promise<unknown> =>
  caller.control("POST", "faults", [
    { fault: { status, headers: { "x-ms-request-id": "request-1" }, body: { error } } },
  ]);

describe("a gateway that is not there", () => {
  it.each([
    ["list keys", () => gateways.listKeys({ client, resourceId: missingGateway })],
    ["regenerate key", () => gateways.regenerateKey({ client, resourceId: missingGateway, keyType: "primary" })],
    [
      "generate token",
      () =>
        gateways.generateToken({
          client,
          resourceId: missingGateway,
          keyType: "primary",
          expiry: "2030-01-01T00:00:00Z",
        }),
    ],
  ])("%s: names gateway, service, resource group and subscription", async (_case, call) => {
    const error = await failureOf(call());
    expect(error).toMatchObject({ status: 400, code: "ValidationError", requestWasSent: "no" });
    expect(error.message).toContain(
      'There is no self-hosted gateway "nowhere" in API Management service "apim1" in resource group "rg1" (subscription 11111111-2222-4333-8444-555555555555). Check gatewayId, or create the gateway first.',
    );
  });

  it("get: is gone, not an error", async () => {
    expect(await gateways.get({ client, resourceId: missingGateway })).toBeUndefined();
    expect(await gateways.get({ client, resourceId: gatewayId })).toMatchObject({ contract: { name: "gw1" } });
  });
});

describe("a service that is not there", () => {
  it("get and look-up: gone; delete: absent", async () => {
    const target = { client, resourceId: certificateId.replace(servicePath, missingService) };
    expect(await certificates.get(target)).toBeUndefined();
    expect(await certificates.getEntityTag(target)).toBeUndefined();
    expect(await certificates.delete({ ...target, ifMatch: "*" })).toBe("absent");
  });

  it("create: says which service, and what to check", async () => {
    const resourceId = certificateId.replace(servicePath, missingService);
    const properties = { data: makePkcs12().base64 };
    const error = await failureOf(certificates.createOrUpdate({ client, resourceId, properties }));
    expect(error.message).toContain('There is no API Management service "apim9" in resource group "rg1"');
  });
});

describe("what is not the same as gone", () => {
  it.each([
    [403, "AuthorizationFailed", /role "API Management Service Contributor" on API Management service "apim1"/],
    [404, "SubscriptionNotFound", /another tenant/],
    [404, "MissingSubscription", /code MissingSubscription/],
    [400, "InvalidSubscriptionId", /Check the subscription's id/],
    [404, "InvalidResourceType", /code InvalidResourceType/],
    [409, "MissingSubscriptionRegistration", /az provider register/],
    [401, "InvalidAuthenticationTokenTenant", /az login --tenant/],
  ])("get, %i %s: is an error that says what to do", async (status, code, advice) => {
    await fault(status, { code, message: "Azure's words." });
    const error = await failureOf(certificates.get({ client, resourceId: certificateId }));
    expect(error).toMatchObject({ status, code, operation: "Certificate get", resourceId: certificateId });
    expect(error.message).toMatch(
      /^Certificate get of \/subscriptions\/.* failed: Azure's words\. \(status \d+, code \w+, x-ms-request-id request-1\)/,
    );
    expect(error.message).toMatch(advice);
  });

  it("a 404 that no Azure code explains: is an error", async () => {
    await caller.control("POST", "faults", [
      { fault: { status: 404, headers: { "Content-Type": "text/html" }, body: "<html>404</html>" } },
    ]);
    await failureOf(certificates.get({ client, resourceId: certificateId }));
  });
});

describe("a tier without self-hosted gateways", () => {
  it.each([
    ["as the code", { code: "MethodNotAllowedInPricingTier", message: "Method not allowed in Basic pricing tier" }],
    ["as a detail", { code: "ValidationError", message: "No.", details: [{ code: "MethodNotAllowedInPricingTier" }] }],
  ])("%s: is said, with the tiers that have them", async (_case, error) => {
    await fault(400, error);
    const { message } = await failureOf(gateways.listKeys({ client, resourceId: gatewayId }));
    expect(message).toMatch(/pricing tier of API Management service "apim1".*need Developer or Premium/);
  });
});

describe("certificates", () => {
  it("names that need encoding: reach the certificate they name", async () => {
    for (const name of ["a b", "ä", "50%", "%2e", "(x)'\"@$!"]) {
      const resourceId = `${servicePath}/certificates/${name}`;
      const { created, contract } = await certificates.createOrUpdate({
        client,
        resourceId,
        properties: { data: makePkcs12().base64 },
      });
      expect({ created, name: contract.name }).toEqual({ created: true, name });
      expect(await certificates.getEntityTag({ client, resourceId })).toBeDefined();
      expect(await certificates.delete({ client, resourceId, ifMatch: "*" })).toBe("deleted");
    }
  });

  it("a wrong password: Azure's words with the argument, and no secret", async () => {
    const { base64: data } = makePkcs12({ password: "right" });
    const properties = { data, password: "wrong-password-value" };
    const error = await failureOf(certificates.createOrUpdate({ client, resourceId: certificateId, properties }));
    expect(error.message).toMatch(/^Certificate create of .* failed: .*password/);
    expect(error.message + JSON.stringify(error)).not.toContain("wrong-password-value");
    expect(error.message).not.toContain(data.slice(0, 40));
  });

  it("delete of what is not there: absent", async () => {
    expect(await certificates.delete({ client, resourceId: certificateId, ifMatch: '"AAAAAAAADYQ="' })).toBe("absent");
  });

  it("a stale If-Match: 412, nothing changed", async () => {
    const properties = { data: makePkcs12().base64 };
    const { etag } = await certificates.createOrUpdate({ client, resourceId: certificateId, properties });
    const target = { client, resourceId: certificateId, ifMatch: '"AAAAAAAAAAE="' };
    expect((await failureOf(certificates.createOrUpdate({ ...target, properties }))).status).toBe(412);
    expect((await failureOf(certificates.delete(target))).status).toBe(412);
    expect(await certificates.getEntityTag(target)).toBe(etag);
  });
});
