import { startExampleProject, type ExampleProject } from "../support/azureNative/exampleProject";
import { ExamplePage } from "../support/examplePage";
import { makePkcs12, type TestPkcs12 } from "../support/pkcs12";

let example: ExampleProject;
const page = new ExamplePage("key-vault-certificate");

beforeAll(async () => {
  example = await startExampleProject("key-vault-certificate", { vault: "contoso-kv", certificate: "backend-client" });
}, 20 * 60_000);
afterAll(() => example.close());

jest.setTimeout(120_000);

const first = makePkcs12({ commonName: "backend.contoso.com" });
const renewed = makePkcs12({ commonName: "backend.contoso.com" });
async function putInVault({ base64 }: TestPkcs12): Promise<void> {
  const secretIdentifier = "https://contoso-kv.vault.azure.net/secrets/backend-client";
  await example.emulator.control("POST", "vault-secrets", { secretIdentifier, data: base64, password: "" });
}

describe("examples/key-vault-certificate, with a stand-in for azure-native's plugin", () => {
  test("before there is an identity: client id, service and thumbprint are unknown", async () => {
    await putInVault(first);
    const { exitCode, steps } = page.see(await example.stack.preview({ args: ["--diff"] }));
    expect({ exitCode, steps: steps.length }).toEqual({ exitCode: 0, steps: 5 });
    expect(await example.emulator.requests()).toEqual([]);
  });

  test("access that arrives after twelve seconds is waited for, and the wait is said", async () => {
    const up = page.see(await example.stack.up());
    expect({ exitCode: up.exitCode, outputs: up.outputs }).toMatchObject({
      exitCode: 0,
      outputs: { thumbprint: first.thumbprint, lastReadOfVault: "Success" },
    });
    expect(up.messages.map(({ text }) => text)).toContainEqual(
      expect.stringContaining("waiting for the identity's access to the Key Vault secret"),
    );
    const puts = (await example.emulator.requests()).filter((request) => request.startsWith("PUT certificates"));
    expect([puts.at(0), puts.at(-1)]).toEqual([
      "PUT certificates/backend-client 400",
      "PUT certificates/backend-client 201",
    ]);
    expect((await example.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("renewed in the vault: refresh says it, and neither certificate nor backend change", async () => {
    await putInVault(renewed);
    await example.emulator.clock({ advance: "PT5H" });
    const { messages } = page.see(await example.stack.refresh());
    expect(messages.map(({ text }) => text)).toContainEqual(
      expect.stringContaining(`Key Vault renewed the certificate with thumbprint ${first.thumbprint}`),
    );
    const up = await example.stack.up();
    expect({ changed: up.steps.filter(({ op }) => op !== "same"), thumbprint: up.outputs.thumbprint }).toEqual({
      changed: [],
      thumbprint: renewed.thumbprint,
    });
  });

  test("the page shows nothing that these runs have not printed", async () => {
    expect(await page.linesNotSeen()).toEqual([]);
  });
});
