import { TestEmulator } from "../support/emulator";
import { makePkcs12, reexport } from "../support/pkcs12";
import { createProject, type TestProject } from "../support/pulumi";

const PASSWORD = "correct-horse-battery";
const first = makePkcs12({ commonName: "api.contoso.com", password: PASSWORD });
const second = makePkcs12({ commonName: "api.contoso.com", password: PASSWORD, days: 300 });
const stranger = makePkcs12({ commonName: "stranger.contoso.com" });

const PROGRAM = `
const { Certificate } = require("pulumi-apim-credentials");
const certificate = new Certificate("api", {
  resourceGroupName: "rg1", serviceName: "contoso", dataFile: "client.pfx", password: process.env.PFX_PASSWORD,
});
exports.thumbprint = certificate.thumbprint;
exports.name = certificate.name;
exports.type = certificate.type;
`;

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url, PFX_PASSWORD: PASSWORD } });
  await project.writeProgram(PROGRAM);
  await project.writeFile("client.pfx", first.bytes);
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

beforeEach(() => emulator.clearJournal());

jest.setTimeout(120_000);

/** Nothing that was printed, and nothing that is stored, holds the password or the file. */
function expectNoSecretIn(text: string): void {
  expect(text).not.toContain(PASSWORD);
  for (const file of [first, second]) expect(text).not.toContain(file.base64.slice(100, 140));
}

// One stack, from its first preview to its end.
describe("the life of a certificate", () => {
  test("preview of a create: the thumbprint is known, nothing is asked", async () => {
    const { exitCode, steps, outputs } = await project.stack.preview();
    expect({ exitCode, ops: steps.map(({ op }) => op) }).toEqual({ exitCode: 0, ops: ["create"] });
    expect(outputs.thumbprint).toBe(first.thumbprint);
    expect(await emulator.requests()).toEqual([]);
  });

  test("create: HEAD and PUT", async () => {
    const { exitCode, outputs } = await project.stack.up();
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({
      thumbprint: first.thumbprint,
      name: "api",
      type: "Microsoft.ApiManagement/service/certificates",
    });
    expect(await emulator.requests()).toEqual(["HEAD certificates/api 404", "PUT certificates/api 201"]);
  });

  test("the second preview is clean, and asks nothing", async () => {
    const { exitCode, steps } = await project.stack.preview({ args: ["--expect-no-changes"] });
    expect({ exitCode, ops: steps.map(({ op }) => op) }).toEqual({ exitCode: 0, ops: ["same"] });
    expect(await emulator.requests()).toEqual([]);
  });

  test("the same certificate, exported again under another password: no change", async () => {
    const again = reexport(first, "another-password");
    await project.writeFile("client.pfx", again.bytes);
    const { exitCode } = await project.stack.up({
      args: ["--expect-no-changes"],
      env: { PFX_PASSWORD: "another-password" },
    });
    expect(exitCode).toBe(0);
    expect(await emulator.requests()).toEqual([]);
  });

  test("a wrong password fails the preview before any request, and is not shown", async () => {
    const { exitCode, messages, stdout, stderr } = await project.stack.preview({
      env: { PFX_PASSWORD: "hunter2-hunter2" },
    });
    expect(exitCode).not.toBe(0);
    const [error] = messages.filter(({ severity }) => severity === "error");
    expect(error).toMatchObject({
      text: expect.stringContaining("wrong password") as string,
      urn: expect.stringContaining("::api") as string,
    });
    expect(stdout + stderr).not.toContain("hunter2-hunter2");
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(await emulator.requests()).toEqual([]);
  });

  test("a renewed certificate: preview shows thumbprint and expiry, old and new, and a message names both", async () => {
    await project.writeFile("client.pfx", second.bytes);
    const { steps, messages } = await project.stack.preview();
    const [step] = steps;
    expect(step).toMatchObject({
      op: "update",
      old: { inputs: { thumbprint: first.thumbprint, expirationDate: first.expirationDate } },
      new: { inputs: { thumbprint: second.thumbprint, expirationDate: second.expirationDate } },
    });
    expect(messages).toContainEqual(
      expect.objectContaining({
        urn: step?.urn,
        text: `api: thumbprint ${first.thumbprint} (valid until ${first.expirationDate}) → ${second.thumbprint} (valid until ${second.expirationDate})`,
      }),
    );
    expect(await emulator.requests()).toEqual([]);
  });

  test("up: one PUT, with If-Match of the stored ETag", async () => {
    const { exitCode, outputs } = await project.stack.up();
    expect({ exitCode, thumbprint: outputs.thumbprint }).toEqual({ exitCode: 0, thumbprint: second.thumbprint });
    const exchanges = await emulator.journal();
    expect(exchanges.map(({ method, status }) => `${method} ${status}`)).toEqual(["PUT 200"]);
    expect(exchanges[0]?.headers["if-match"]).toMatch(/^"\S+"$/);
  });

  test("no secret in clear in the state, the output or the provider text", async () => {
    const { stdout, stderr } = await project.stack.up();
    const state = await project.stack.exportState();
    expectNoSecretIn(stdout + stderr + state);
    const { deployment } = JSON.parse(state) as {
      deployment: {
        resources: {
          type: string;
          inputs?: Record<string, unknown>;
          sourcePosition?: string;
          stackTrace?: unknown[];
        }[];
      };
    };
    const stored = deployment.resources.find(({ type }) => type.endsWith("apim-credentials:Certificate"));
    expect(stored?.inputs?.password).toHaveProperty("ciphertext");
    expect(String(stored?.inputs?.__provider).length).toBeLessThanOrEqual(300);
    // Where the user wrote it, not a file of this package.
    expect(stored?.sourcePosition).toMatch(/^project:\/\/\/index\.js#/);
    // Node's and Pulumi's own frames below the program would be stored with every resource.
    expect(stored?.stackTrace).toEqual([{ sourcePosition: stored?.sourcePosition }]);
  });

  test("replaced by hand: refresh finds it, the next preview shows found → declared, and up puts it back", async () => {
    const body = { properties: { data: stranger.base64, password: "" } };
    await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
    await emulator.clearJournal();
    expect((await project.stack.refresh()).exitCode).toBe(0);
    expect(await emulator.requests()).toEqual(["GET certificates/api 200"]);
    const { steps } = await project.stack.preview();
    expect(steps[0]).toMatchObject({
      op: "update",
      old: { inputs: { thumbprint: stranger.thumbprint } },
      new: { inputs: { thumbprint: second.thumbprint } },
    });
    const { outputs } = await project.stack.up();
    expect(outputs.thumbprint).toBe(second.thumbprint);
    expect((await project.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("replaced by hand: up --refresh repairs in one go", async () => {
    const body = { properties: { data: stranger.base64, password: "" } };
    await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
    const { exitCode, outputs } = await project.stack.up({ args: ["--refresh"] });
    expect({ exitCode, thumbprint: outputs.thumbprint }).toEqual({ exitCode: 0, thumbprint: second.thumbprint });
  });

  test("deleted by hand: refresh finds it gone, up creates it again", async () => {
    await emulator.arm("DELETE", "/certificates/api", { ifMatch: "*" });
    await project.stack.refresh();
    const { steps } = await project.stack.up();
    expect(steps.map(({ op }) => op)).toEqual(["create"]);
  });

  test("destroy: one DELETE, and nothing is left", async () => {
    await emulator.clearJournal();
    expect((await project.stack.destroy()).exitCode).toBe(0);
    expect(await emulator.requests()).toEqual(["DELETE certificates/api 200"]);
    expect((await emulator.arm("GET", "/certificates/api")).status).toBe(404);
  });
});
