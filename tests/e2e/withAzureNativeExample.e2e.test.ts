import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startExampleProject, type ExampleProject } from "../support/azureNative/exampleProject";
import { ExamplePage } from "../support/examplePage";
import { makePkcs12, type TestPkcs12 } from "../support/pkcs12";

let example: ExampleProject;
const page = new ExamplePage("with-azure-native");

beforeAll(async () => {
  example = await startExampleProject("with-azure-native", { certificateFile: "client.pfx" });
}, 20 * 60_000);
afterAll(() => example.close());

jest.setTimeout(120_000);

const password = "change-me";
const first = makePkcs12({ commonName: "backend.contoso.com", days: 90, password });
const renewed = makePkcs12({ commonName: "backend.contoso.com", password });
const put = (file: TestPkcs12): Promise<void> => writeFile(join(example.folder, "client.pfx"), file.bytes);

describe("examples/with-azure-native, with a stand-in for azure-native's plugin", () => {
  test("before there is a service: its name is unknown, the thumbprint and the days are known", async () => {
    await put(first);
    const { exitCode, outputs, steps } = page.see(await example.stack.preview({ args: ["--diff"] }));
    expect({ exitCode, thumbprint: outputs.thumbprint }).toEqual({ exitCode: 0, thumbprint: first.thumbprint });
    expect(steps.map(({ op }) => op)).toEqual(["create", "create", "create", "create", "create", "create"]);
    expect(await example.emulator.requests()).toEqual([]);
  });

  test("one `up` makes service, gateway and backend, the certificate and the gateway's token", async () => {
    const up = await example.stack.up();
    expect({ exitCode: up.exitCode, outputs: up.outputs }).toEqual({
      exitCode: 0,
      outputs: { thumbprint: first.thumbprint, gatewayAuth: "[secret]" },
    });
    expect((await example.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
    expect(await thumbprintOfBackend()).toBe(first.thumbprint);
  });

  test("a renewed file: the preview shows that the backend follows, and so it does", async () => {
    await put(renewed);
    const preview = page.see(await example.stack.preview({ args: ["--diff"] }));
    const changed = preview.steps.filter(({ op }) => op !== "same");
    expect(changed.map(({ op, name }) => [op, name])).toEqual([
      ["update", "backend-client"],
      ["update", "orders"],
    ]);
    expect((await example.stack.up()).exitCode).toBe(0);
    expect(await thumbprintOfBackend()).toBe(renewed.thumbprint);
  });

  test("the page shows nothing that these runs have not printed", async () => {
    expect(await page.linesNotSeen()).toEqual([]);
  });

  test("destroyed in the right order: the certificate before the service", async () => {
    await example.emulator.clearJournal();
    expect((await example.stack.destroy()).exitCode).toBe(0);
    const deletes = (await example.emulator.journal()).filter(({ method }) => method === "DELETE");
    expect(deletes.map(({ path, status }) => [path.split("/").at(-1), status]).at(-1)).toEqual(["contoso", 200]);
    expect(deletes).toHaveLength(3);
  });
});

async function thumbprintOfBackend(): Promise<unknown> {
  const { deployment } = JSON.parse(await example.stack.exportState()) as {
    deployment: { resources: { type: string; outputs?: { credentials?: { certificate?: string[] } } }[] };
  };
  const backend = deployment.resources.find(({ type }) => type === "azure-native:apimanagement:Backend");
  return backend?.outputs?.credentials?.certificate?.[0];
}
