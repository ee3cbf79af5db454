import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExamplePage } from "../support/examplePage";
import { startExample, type ExampleStack } from "../support/exampleStack";
import { makePkcs12, reexport, type TestPkcs12 } from "../support/pkcs12";

const PASSWORD = "a password that is nowhere";
const env = { CLIENT_PFX_PASSWORD: PASSWORD };

let example: ExampleStack;
let files: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), "apim-credentials-files-"));
  example = await startExample("renew-certificate", { certificateFile: join(files, "client.pfx") });
}, 20 * 60_000);

afterAll(async () => {
  await example.close();
  await rm(files, { recursive: true });
});

jest.setTimeout(120_000);

function issue(days: number): TestPkcs12 {
  return makePkcs12({ commonName: "backend.contoso.com", days, password: PASSWORD });
}

async function put(file: TestPkcs12): Promise<void> {
  await writeFile(join(files, "client.pfx"), file.bytes);
}

describe("examples/renew-certificate", () => {
  const page = new ExamplePage("renew-certificate");
  const plan = (): string => join(files, "plan.json");
  const first = issue(30);
  const reviewed = issue(365);

  test("a certificate with 30 days left: uploaded, and each run warns; file and password are not in the state", async () => {
    await put(first);
    const up = page.see(await example.stack.up({ env }));
    expect(up.outputs).toEqual({ thumbprint: first.thumbprint, expirationDate: first.expirationDate });
    const preview = await example.stack.preview({ env, args: ["--expect-no-changes"] });
    expect(preview.exitCode).toBe(0);
    for (const { messages } of [up, preview])
      expect(messages).toContainEqual(
        expect.objectContaining({
          severity: "warning",
          text: expect.stringMatching(/expires on .*, in (29|30) days: renew it/) as string,
        }),
      );
    const state = await example.stack.exportState();
    for (const secret of [PASSWORD, first.base64.slice(0, 60)]) expect(state).not.toContain(secret);
  });

  test("the reviewer sees both thumbprints, and no request is sent; the plan has no secret", async () => {
    await put(reviewed);
    await example.emulator.clearJournal();
    page.see(await example.stack.preview({ env, args: ["--diff"] }));
    const preview = page.see(await example.stack.preview({ env, args: ["--save-plan", plan()] }));
    const { steps, messages } = preview;
    expect(steps).toMatchObject([{ op: "update" }]);
    expect(messages).toContainEqual(
      expect.objectContaining({
        text: expect.stringMatching(`thumbprint ${first.thumbprint} .* → ${reviewed.thumbprint}`) as string,
      }),
    );
    expect(await example.emulator.requests()).toEqual([]);
    const saved = await readFile(plan(), "utf8");
    expect(saved).toContain(reviewed.thumbprint);
    for (const secret of [PASSWORD, reviewed.base64.slice(0, 60)]) expect(saved).not.toContain(secret);
  });

  test("another file by then: refused by the plan, and nothing is uploaded", async () => {
    await put(issue(365));
    const { exitCode, messages } = page.see(await example.stack.up({ env, args: ["--plan", plan()] }));
    expect(exitCode).not.toBe(0);
    expect(messages).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining("violates plan") as string }),
    );
    expect(await example.emulator.requests()).toEqual([]);
  });

  test("the file that was reviewed: uploaded; exported again under another password: no change", async () => {
    await put(reviewed);
    const up = await example.stack.up({ env, args: ["--plan", plan()] });
    expect({ exitCode: up.exitCode, thumbprint: up.outputs.thumbprint }).toEqual({
      exitCode: 0,
      thumbprint: reviewed.thumbprint,
    });
    await put(reexport(reviewed, "another"));
    const again = { env: { CLIENT_PFX_PASSWORD: "another" }, args: ["--expect-no-changes"] };
    expect((await example.stack.preview(again)).exitCode).toBe(0);
  });

  test("a wrong password: the preview fails, and names the file and the variable", async () => {
    const { exitCode, messages } = await example.stack.preview({ env: { CLIENT_PFX_PASSWORD: "wrong" } });
    expect(exitCode).not.toBe(0);
    expect(messages).toContainEqual(
      expect.objectContaining({
        text: expect.stringMatching(/client\.pfx" with passwordEnv "CLIENT_PFX_PASSWORD": wrong password/) as string,
      }),
    );
  });

  test("the page shows nothing that these runs have not printed", async () => {
    expect(await page.linesNotSeen()).toEqual([]);
  });
});
