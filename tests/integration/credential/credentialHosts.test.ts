import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";
import type { ScenarioResult } from "./adapterProcess";
import { runAdapter } from "./runAdapter";

const resourceId = `${servicePath}/certificates/backend`;
const claims = { access_token: { nbf: { essential: true, value: "1748773230" } } };

let cloud: EmulatorCaller;
/** Another cloud whose certificate is trusted too: only the host is wrong. */
let elsewhere: EmulatorCaller;
let folder: string;
let trusted: string;
beforeAll(async () => {
  cloud = await EmulatorCaller.start({ tls: true });
  elsewhere = await EmulatorCaller.start({ tls: true });
  folder = mkdtempSync(join(tmpdir(), "two-clouds-"));
  trusted = join(folder, "authorities.pem");
  const authorities = [cloud, elsewhere].map(({ emulator }) => readFileSync(emulator.caFile ?? "", "utf8"));
  writeFileSync(trusted, authorities.join("\n"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.close();
  await elsewhere.close();
});
beforeEach(async () => {
  await cloud.control("POST", "reset");
  await elsewhere.control("POST", "reset");
});

/** Makes one look-up, signed in with a secret through `metadataHost`; requests for `path` meet the fault. */
async function lookUp(path: string, fault: object, times = 1): Promise<ScenarioResult | undefined> {
  await cloud.control("POST", "faults", [{ match: { pathPattern: path }, times, fault }]);
  const { url, tenantId } = cloud.emulator;
  const { results } = await runAdapter([{ env: {}, resourceId, requests: 1 }], {
    ARM_TENANT_ID: tenantId,
    ARM_CLIENT_ID: "client",
    ARM_CLIENT_SECRET: "client-secret",
    ARM_METADATA_HOSTNAME: new URL(url).host,
    NODE_EXTRA_CA_CERTS: trusted,
  });
  return results[0];
}

describe("a claims challenge", () => {
  it("is answered once, with a token for those claims from the real @azure/identity", async () => {
    expect(await lookUp("/certificates/backend$", { challenge: claims })).toMatchObject({ values: ["undefined"] });
    const journal = await cloud.journal();
    const armRequests = journal.filter(({ method }) => method === "HEAD").map(({ status }) => status);
    expect(armRequests).toEqual([401, 404]);
    const tokens = journal.filter(({ method }) => method === "POST").map(({ body }) => body as { claims?: string });
    expect(tokens).toHaveLength(2);
    expect(tokens[0]?.claims).not.toContain("nbf");
    expect(JSON.parse(tokens[1]?.claims ?? "null")).toMatchObject(claims);
  });

  it("that comes again: is an error, and the token is not asked for a third time", async () => {
    const result = await lookUp("/certificates/backend$", { challenge: claims }, 5);
    expect(result?.error).toMatchObject({
      name: "ArmError",
      message: expect.stringContaining("status 401") as unknown,
    });
    const methods = (await cloud.journal()).map(({ method }) => method).filter((method) => method !== "GET");
    expect(methods).toEqual(["POST", "HEAD", "POST", "HEAD"]);
  });
});

describe("a redirect to another host", () => {
  it.each([
    ["a request", "/certificates/backend$", "TransportError", /leads to 127\.0\.0\.1:\d+; redirects are not followed/],
    ["the cloud's description", "/metadata/endpoints$", "ConfigurationError", /cannot be used: status 307/],
    ["the sign-in's description", "/openid-configuration$", "AuthenticationError", /a secret failed/],
    ["the request for a token", "/oauth2/v2.0/token$", "AuthenticationError", /a secret failed/],
  ])("from %s: is refused, and nothing arrives there", async (...[, path, name, message]) => {
    const fault = { status: 307, headers: { Location: `${elsewhere.emulator.url}/elsewhere` } };
    const result = await lookUp(path, fault, 10);
    expect(result?.error).toMatchObject({ name, message: expect.stringMatching(message) as unknown });
    expect(await elsewhere.journal()).toEqual([]);
  });
});
