import { EmulatorCaller, servicePath, subscriptionPath, type JournalLine } from "../support/emulator/emulatorCaller";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type TestProject } from "../support/pulumi";

const SECRET = "correct-horse-battery-staple";
const CLIENT_ID = "66666666-2222-4333-8444-555555555555";

const PROGRAM = `
const { Certificate, GatewayToken } = require("pulumi-apim-credentials");
const place = { resourceGroupName: "rg1", serviceName: "apim1" };
new Certificate("backend", { ...place, dataFile: "client.pfx" });
new GatewayToken("gw1", { ...place, gatewayId: "gw1", keyType: "primary" });
`;

let cloud: EmulatorCaller;
let project: TestProject;

beforeAll(async () => {
  cloud = await EmulatorCaller.start({ tls: true });
  await furnish();
  project = await createProject({ env: { NODE_EXTRA_CA_CERTS: cloud.emulator.caFile } });
  await project.writeProgram(PROGRAM);
  await project.writeFile("client.pfx", makePkcs12({ commonName: "api.contoso.com" }).bytes);
  // What a stack of azure-native has: nothing here names this package.
  await project.stack.setConfig("azure-native:metadataHost", new URL(cloud.emulator.url).host);
  await project.stack.setConfig("azure-native:subscriptionId", subscriptionPath.split("/")[2] ?? "");
  await project.stack.setConfig("azure-native:tenantId", cloud.emulator.tenantId);
  await project.stack.setConfig("azure-native:clientId", CLIENT_ID);
  await project.stack.setConfig("azure-native:clientSecret", "wrong-secret", { secret: true });
}, 20 * 60_000);

afterAll(async () => {
  await cloud.close();
  await project.remove();
});

jest.setTimeout(120_000);

/** Puts a service with a gateway there, as somebody who is signed in. */
async function furnish(): Promise<void> {
  await cloud.control("POST", "applications", { clientId: CLIENT_ID, secret: SECRET });
  const form = { grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: SECRET };
  const { body } = await cloud.raw<{ access_token: string }>("POST", `/${cloud.emulator.tenantId}/oauth2/v2.0/token`, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...form, scope: `${cloud.emulator.url}/.default` }).toString(),
  });
  const headers = { authorization: `Bearer ${body.access_token}` };
  const properties = { publisherEmail: "owner@contoso.com", publisherName: "Contoso" };
  const service = { location: "westus", sku: { name: "Developer", capacity: 1 }, properties };
  await cloud.arm("PUT", servicePath, { headers, body: service });
  const gateway = { properties: { locationData: { name: "here" } } };
  await cloud.arm("PUT", `${servicePath}/gateways/gw1`, { headers, body: gateway });
  await cloud.control("DELETE", "journal");
}

const isSignIn = ({ operationId }: JournalLine): boolean => operationId === "SignIn";

// One stack, whose secret is wrong at first.
describe("sign-in with azure-native's stack configuration", () => {
  test("preview: checks and compares, and signs in nowhere", async () => {
    const { exitCode, steps } = await project.stack.preview();
    expect({ exitCode, ops: steps.map(({ op }) => op) }).toEqual({ exitCode: 0, ops: ["create", "create"] });
    expect(await cloud.journal()).toEqual([]);
  });

  test("up with a wrong secret: one attempt for all resources, and each says method and reason", async () => {
    const { exitCode, messages, stdout, stderr } = await project.stack.up();
    expect(exitCode).not.toBe(0);
    const errors = messages.filter(({ severity, urn }) => severity === "error" && urn?.includes("apim-credentials"));
    expect(errors).toHaveLength(2);
    for (const { text } of errors) {
      expect(text).toMatch(
        /Sign-in as a service principal with a secret failed, which was chosen because clientSecret /,
      );
      expect(text).toMatch(/AADSTS7000215/);
    }
    expect(stdout + stderr).not.toContain("wrong-secret");
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    const journal = await cloud.journal();
    expect(journal.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(journal.every(isSignIn)).toBe(true);
  });

  test("up with the right one: one token for the run, whose requests say who sends them", async () => {
    await project.stack.setConfig("azure-native:clientSecret", SECRET, { secret: true });
    await cloud.control("DELETE", "journal");
    const { exitCode, stdout, stderr } = await project.stack.up();
    expect(exitCode).toBe(0);
    expect(stdout + stderr + (await project.stack.exportState())).not.toContain(SECRET);
    const journal = await cloud.journal();
    expect(journal.filter((line) => isSignIn(line) && line.method === "POST")).toHaveLength(1);
    const requests = journal.filter((line) => !isSignIn(line));
    expect(requests.map(({ method, status }) => `${method} ${status ?? ""}`).sort()).toEqual([
      "HEAD 404",
      "POST 200",
      "PUT 201",
    ]);
    for (const { headers } of requests) {
      expect(headers["user-agent"]).toMatch(
        /^pulumi-apim-credentials\/\d+\.\d+\.\d+ Pulumi\/3\.\d+\.\d+ .*Node\/v?\d+\.\d+\.\d+/,
      );
    }
    expect(new Set(requests.map(({ headers }) => headers["x-ms-correlation-request-id"])).size).toBe(1);
  });

  test("a wait of more than ten seconds: is said once, on the resource's own row", async () => {
    const fault = { status: 429, headers: { "Retry-After": "12" }, body: { error: { code: "TooManyRequests" } } };
    await cloud.control("POST", "faults", [{ match: { method: "PUT", pathPattern: "/certificates/" }, fault }]);
    await project.writeFile("client.pfx", makePkcs12({ commonName: "renewed.contoso.com" }).bytes);
    const { exitCode, messages } = await project.stack.up();
    expect(exitCode).toBe(0);
    const waits = messages.filter(({ text }) => text.includes(" waits "));
    expect(waits).toEqual([
      {
        severity: "info",
        urn: expect.stringMatching(/apim-credentials:Certificate::backend$/) as unknown,
        text: expect.stringMatching(
          /^backend: Certificate update waits until \d\d:\d\d:\d\d UTC: Azure throttles writes in subscription 1{8}-/,
        ) as unknown,
      },
    ]);
  });

  test("APIM_CREDENTIALS_LOG=debug: the requests are in the output, without a credential", async () => {
    const { exitCode, stdout, stderr } = await project.stack.destroy({ env: { APIM_CREDENTIALS_LOG: "debug" } });
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toMatch(
      /apim-credentials: DELETE \/subscriptions\/.*\/certificates\/backend -> 200, x-ms-request-id [\w-]+ \(attempt 1, \d+ ms\)/,
    );
    expect(stdout + stderr).not.toMatch(/eyJ|Bearer [A-Za-z0-9]/);
    expect(stdout + stderr).not.toContain(SECRET);
  });
});
