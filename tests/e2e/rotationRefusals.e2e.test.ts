import { errorsOf, StackScene } from "../support/stackScene";

const ACTION = "Microsoft.ApiManagement/service/gateways/listKeys/action";

let scene: StackScene;

beforeAll(async () => {
  scene = await StackScene.start({ gateways: ["forbidden"] });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(120_000);

test.each([
  {
    resource: `new GatewayKeyRotation("edge", { ...at("managed"), keyType: "both", rotateEvery: "30 days" })`,
    problems: [
      "gatewayId: must be a self-hosted gateway",
      'keyType: must be "primary", "secondary" or "alternate", found "both"',
      "rotateEvery: must be an ISO 8601 duration",
    ],
  },
  {
    resource: `new GatewayToken("edge", { ...at("managed"), keyType: "alternate", validFor: "P31D" })`,
    problems: [
      "gatewayId: must be a self-hosted gateway",
      'keyType: must be "primary" or "secondary" (give it rotation.activeKeyType), found "alternate"',
      "validFor: is longer than 30 days",
    ],
  },
])("$resource: preview names every mistake, without a request", async ({ resource, problems }) => {
  await scene.program(resource);
  const preview = await scene.preview();
  expect(preview.exitCode).not.toBe(0);
  for (const problem of problems) expect(errorsOf(preview)).toContain(`'edge' has a problem: ${problem}`);
  expect(preview.requests).toEqual([]);
});

test("a missing gateway, a missing service, missing rights: each says so at the first look, and nothing is regenerated", async () => {
  await scene.emulator.faults({
    match: { pathPattern: "gateways/forbidden/listKeys" },
    times: 1,
    fault: {
      status: 403,
      body: {
        error: {
          code: "AuthorizationFailed",
          message: `The client 'x' does not have authorization to perform action '${ACTION}' over scope '/y'.`,
        },
      },
    },
  });
  await scene.program(`
const rotation = { keyType: "primary", rotateOnCreate: true };
new GatewayKeyRotation("missing-gateway", { ...at("nowhere"), ...rotation });
new GatewayKeyRotation("missing-service", { ...at("edge"), ...rotation, serviceName: "nobody" });
new GatewayKeyRotation("forbidden", { ...at("forbidden"), ...rotation });
new GatewayToken("token", { ...at("nowhere"), keyType: "primary" });
`);
  const up = await scene.up({ args: ["--continue-on-error"] });
  expect(up.exitCode).not.toBe(0);
  const said = (name: string): string =>
    up.messages
      .filter(({ urn, severity }) => severity === "error" && urn?.endsWith(`::${name}`))
      .map(({ text }) => text)
      .join("\n");
  expect(said("missing-gateway")).toContain(
    'There is no self-hosted gateway "nowhere" in API Management service "contoso" in resource group "rg1"',
  );
  expect(said("token")).toContain('There is no self-hosted gateway "nowhere"');
  expect(said("missing-service")).toContain('There is no API Management service "nobody" in resource group "rg1"');
  expect(said("forbidden")).toContain(ACTION);
  expect(said("forbidden")).toContain("API Management Service Contributor");
  expect(up.requests.filter((request) => request.includes("regenerateKey"))).toEqual([]);
});

test("a tier without self-hosted gateways: says which tiers have them", async () => {
  await scene.emulator.arm("PATCH", "", { body: { sku: { name: "Standard", capacity: 1 } } });
  await scene.program(`new GatewayKeyRotation("edge", { ...at("edge"), keyType: "primary" });`);
  const up = await scene.up();
  expect(up.exitCode).not.toBe(0);
  expect(errorsOf(up)).toContain("Self-hosted gateways need Developer or Premium.");
});
