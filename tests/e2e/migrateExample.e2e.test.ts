import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { startExampleProject, type ExampleProject } from "../support/azureNative/exampleProject";
import { ExamplePage } from "../support/examplePage";
import { makePkcs12 } from "../support/pkcs12";

const password = "change-me";
const certificate = makePkcs12({ commonName: "backend.contoso.com", password });

let example: ExampleProject;
const page = new ExamplePage("migrate-from-azure-native");

beforeAll(async () => {
  example = await startExampleProject("migrate-from-azure-native", { certificateFile: "client.pfx" });
  await example.emulator.givenService();
  await example.stack.setConfig("certificatePassword", password, { secret: true });
  await writeFile(join(example.folder, "client.pfx"), certificate.bytes);
}, 20 * 60_000);
afterAll(() => example.close());

jest.setTimeout(120_000);

async function program(file: string): Promise<void> {
  await cp(join(checkout, "examples", "migrate-from-azure-native", file), join(example.folder, "index.ts"));
  await example.emulator.clearJournal();
}

async function typesInState(): Promise<string[]> {
  const { deployment } = JSON.parse(await example.stack.exportState()) as {
    deployment: { resources: { type: string }[] };
  };
  return deployment.resources.map(({ type }) => type).filter((type) => type.endsWith(":Certificate"));
}

const THEIRS = "azure-native:apimanagement:Certificate";
const OURS = "pulumi-nodejs:dynamic/apim-credentials:Certificate";

describe("examples/migrate-from-azure-native, with a stand-in for azure-native's plugin", () => {
  test("1: azure-native uploads it", async () => {
    await program("steps/1-before.ts");
    expect((await example.stack.up()).outputs).toEqual({ thumbprint: certificate.thumbprint });
    expect(await example.emulator.requests()).toEqual(["PUT certificates/backend-client 201"]);
  });

  test("2: retained there and adopted here, without an upload", async () => {
    await program("steps/2-both.ts");
    page.see(await example.stack.preview({ args: ["--diff"] }));
    const { messages, outputs } = page.see(await example.stack.up());
    expect(outputs).toEqual({ thumbprint: certificate.thumbprint });
    expect(messages.map(({ text }) => text)).toContainEqual(expect.stringContaining("adopted; it already holds"));
    expect(await example.emulator.requests()).toEqual([
      "HEAD certificates/backend-client 200",
      "GET certificates/backend-client 200",
    ]);
    expect((await typesInState()).sort()).toEqual([THEIRS, OURS]);
  });

  test("3: taken out there; nothing is sent, and the next preview is clean", async () => {
    await program("index.ts");
    page.see(await example.stack.preview({ args: ["--diff"] }));
    expect((await example.stack.up()).exitCode).toBe(0);
    expect(await example.emulator.requests()).toEqual([]);
    expect(await typesInState()).toEqual([OURS]);
    expect((await example.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
    expect((await example.emulator.arm("GET", "/certificates/backend-client")).status).toBe(200);
  });

  test("the page shows nothing that these runs have not printed", async () => {
    expect(await page.linesNotSeen()).toEqual([]);
  });
});
