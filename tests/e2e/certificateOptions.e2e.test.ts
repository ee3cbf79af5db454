import { TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type OperationResult, type TestProject } from "../support/pulumi";

const PASSWORD = "correct-horse-battery";
const first = makePkcs12({ commonName: "first.contoso.com", password: PASSWORD });
const second = makePkcs12({ commonName: "second.contoso.com", password: PASSWORD });

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url } });
  await project.writeFile("first.pfx", first.bytes);
  await project.writeFile("second.pfx", second.bytes);
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

jest.setTimeout(120_000);

beforeEach(async () => {
  await emulator.reset();
  await emulator.givenService();
});

// Each test leaves an empty stack.
afterEach(async () => {
  await emulator.clearFaults();
  await project.stack.command(["state", "unprotect", "--all", "--yes"]);
  await project.stack.destroy();
});

/** A program with one certificate: `args` and `options` are JavaScript. */
async function program(args: string, options = "{}", name = "api"): Promise<void> {
  await project.writeProgram(`
const pulumi = require("@pulumi/pulumi");
const { Certificate } = require("pulumi-apim-credentials");
const place = { resourceGroupName: "rg1", serviceName: "contoso" };
const certificate = new Certificate("${name}", { ...place, password: "${PASSWORD}", ${args} }, ${options});
exports.thumbprint = certificate.thumbprint;
`);
}

async function up(args?: readonly string[]): Promise<OperationResult> {
  await emulator.clearJournal();
  return project.stack.up(args === undefined ? {} : { args });
}

function ops({ steps }: OperationResult): string[] {
  return steps.map(({ op }) => op);
}

function errors({ messages }: OperationResult): string {
  return messages
    .filter(({ severity }) => severity === "error")
    .map(({ text }) => text)
    .join("\n");
}

async function live(id = "api"): Promise<string | undefined> {
  const { body } = await emulator.arm("GET", `/certificates/${id}`);
  return (body as { properties?: { thumbprint: string } }).properties?.thumbprint;
}

describe("replacement", () => {
  test("another id: the new one is created first, then the old one is deleted", async () => {
    await program(`certificateId: "one", dataFile: "first.pfx"`);
    await up();
    await program(`certificateId: "two", dataFile: "first.pfx"`);
    expect(ops(await up())).toEqual(["create-replacement", "replace", "delete-replaced"]);
    expect(await emulator.requests()).toEqual([
      "HEAD certificates/two 404",
      "PUT certificates/two 201",
      "DELETE certificates/one 200",
    ]);
  });

  test("letter case only: nothing", async () => {
    await program(`certificateId: "one", dataFile: "first.pfx"`);
    await up();
    await program(`certificateId: "ONE", dataFile: "first.pfx"`);
    expect(ops(await up())).toEqual(["same"]);
    expect(await emulator.requests()).toEqual([]);
  });

  test("forced under the same id: refused with the way out, and the live certificate stays", async () => {
    await program(`dataFile: "first.pfx"`);
    await up();
    const result = await up(["--replace", "**api**"]);
    expect(result.exitCode).not.toBe(0);
    expect(errors(result)).toContain("deleteBeforeReplace");
    expect(await live()).toBe(first.thumbprint);
  });

  test("forced with adoptExisting: taken over, and not deleted afterwards", async () => {
    await program(`dataFile: "first.pfx", adoptExisting: true`);
    await up();
    const result = await up(["--replace", "**api**"]);
    expect(ops(result)).toEqual(["create-replacement", "replace", "delete-replaced"]);
    expect(await live()).toBe(first.thumbprint);
  });

  test("deleteBeforeReplace and replaceOnChanges: the old one goes first", async () => {
    const options = `{ deleteBeforeReplace: true, replaceOnChanges: ["thumbprint"] }`;
    await program(`dataFile: "first.pfx"`, options);
    await up();
    await program(`dataFile: "second.pfx"`, options);
    expect((await up()).exitCode).toBe(0);
    expect(await emulator.requests()).toEqual([
      "DELETE certificates/api 200",
      "HEAD certificates/api 404",
      "PUT certificates/api 201",
    ]);
  });
});

describe("Pulumi's resource options", () => {
  test("ignoreChanges: the file that is ignored is not uploaded", async () => {
    await program(`dataFile: "first.pfx"`);
    await up();
    await program(`dataFile: "second.pfx"`, `{ ignoreChanges: ["dataFile"] }`);
    expect(ops(await up())).toEqual(["same"]);
    expect(await live()).toBe(first.thumbprint);
  });

  test("retainOnDelete: the certificate stays when the resource goes", async () => {
    await program(`dataFile: "first.pfx"`, `{ retainOnDelete: true }`);
    await up();
    await project.stack.destroy();
    expect(await live()).toBe(first.thumbprint);
  });

  test("protect: destroy is refused", async () => {
    await program(`dataFile: "first.pfx"`, `{ protect: true }`);
    await up();
    expect((await project.stack.destroy()).exitCode).not.toBe(0);
    expect(await live()).toBe(first.thumbprint);
  });

  test("aliases: a renamed resource is the same one", async () => {
    await program(`certificateId: "api", dataFile: "first.pfx"`);
    await up();
    await program(`certificateId: "api", dataFile: "first.pfx"`, `{ aliases: [{ name: "api" }] }`, "renamed");
    expect(ops(await up(["--expect-no-changes"]))).toEqual(["same"]);
  });
});

describe("adoption", () => {
  async function existing(file: typeof first): Promise<void> {
    await emulator.arm("PUT", "/certificates/api", { body: { properties: { data: file.base64, password: PASSWORD } } });
  }

  test("without adoptExisting: refused, and the error says how", async () => {
    await existing(first);
    await program(`dataFile: "first.pfx"`);
    expect(errors(await up())).toContain("set adoptExisting: true");
  });

  test("the same thumbprint: no upload, and the next preview is clean", async () => {
    await existing(first);
    await program(`dataFile: "first.pfx", adoptExisting: true`);
    expect((await up()).exitCode).toBe(0);
    expect(await emulator.requests()).toEqual(["HEAD certificates/api 200", "GET certificates/api 200"]);
    expect((await project.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("another thumbprint: uploaded with If-Match, and a message names both", async () => {
    await existing(first);
    await program(`dataFile: "second.pfx", adoptExisting: true`);
    const { messages } = await up();
    expect(messages.map(({ text }) => text)).toContainEqual(
      expect.stringContaining(`${first.thumbprint} was replaced by ${second.thumbprint}`),
    );
  });
});

describe("changed by somebody else, and not refreshed", () => {
  const stranger = makePkcs12({ commonName: "stranger.contoso.com", password: PASSWORD });

  test("up stops and names all three thumbprints; after a refresh it puts the declared one back", async () => {
    await program(`dataFile: "first.pfx"`);
    await up();
    const body = { properties: { data: stranger.base64, password: PASSWORD } };
    await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
    await program(`dataFile: "second.pfx"`);
    const stopped = await up();
    for (const { thumbprint } of [first, second, stranger]) expect(errors(stopped)).toContain(thumbprint);
    expect(await live()).toBe(stranger.thumbprint);
    expect((await up(["--refresh"])).exitCode).toBe(0);
    expect(await live()).toBe(second.thumbprint);
  });

  test("destroy stops and leaves it alone", async () => {
    await program(`dataFile: "first.pfx"`);
    await up();
    const body = { properties: { data: stranger.base64, password: PASSWORD } };
    await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
    expect((await project.stack.destroy()).exitCode).not.toBe(0);
    expect(await live()).toBe(stranger.thumbprint);
    await project.stack.refresh();
  });
});

describe("saved plans", () => {
  test("the reviewed thumbprint is applied; another one is refused", async () => {
    await program(`dataFile: "first.pfx"`);
    await up();
    const plan = `${project.folder}/plan.json`;
    await program(`dataFile: "swapped.pfx"`);
    await project.writeFile("swapped.pfx", second.bytes);
    expect((await project.stack.preview({ args: ["--save-plan", plan] })).exitCode).toBe(0);

    const third = makePkcs12({ commonName: "unreviewed.contoso.com", password: PASSWORD });
    await project.writeFile("swapped.pfx", third.bytes);
    const refused = await up(["--plan", plan]);
    expect(refused.exitCode).not.toBe(0);
    expect(await live()).toBe(first.thumbprint);

    await project.writeFile("swapped.pfx", second.bytes);
    expect((await up(["--plan", plan])).exitCode).toBe(0);
    expect(await live()).toBe(second.thumbprint);
  });
});

describe("what is not known before up", () => {
  const MAKER = `
class Maker extends pulumi.dynamic.Resource {
  constructor(name, value) {
    super({ create: async (inputs) => ({ id: "x", outs: { value: inputs.given } }) }, name, { given: value, value: undefined });
  }
}`;

  async function programWithMaker(password: string): Promise<void> {
    await project.writeProgram(`
const pulumi = require("@pulumi/pulumi");
const { Certificate } = require("pulumi-apim-credentials");
${MAKER}
const maker = new Maker("maker", "${password}");
const certificate = new Certificate("api", {
  resourceGroupName: "rg1", serviceName: "contoso", dataFile: "first.pfx", password: maker.value,
});
exports.thumbprint = certificate.thumbprint;
`);
  }

  test("a password that another resource makes: unknown in preview, checked at up", async () => {
    await programWithMaker(PASSWORD);
    const { exitCode, steps } = await project.stack.preview();
    expect(exitCode).toBe(0);
    expect(steps.find(({ name }) => name === "api")?.new?.inputs.thumbprint).not.toBe(first.thumbprint);
    const { outputs } = await up();
    expect(outputs.thumbprint).toBe(first.thumbprint);
  });

  test("and a wrong one fails cleanly there, before any request", async () => {
    await programWithMaker("wrong-password-value");
    const result = await up();
    expect(errors(result)).toContain("wrong password");
    expect(result.stdout + result.stderr).not.toContain("wrong-password-value");
    expect(await emulator.requests()).toEqual([]);
  });
});
