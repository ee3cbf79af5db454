import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommandLine } from "../../provider/cli/commandLine";
import { makePkcs12, type TestPkcs12 } from "../support/pkcs12";
import { testTerminal, type TerminalSetting } from "../support/testTerminal";

const password = "s3cret-w0rd";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "inspect-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: Buffer | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function run(argv: string[], setting: TerminalSetting = {}) {
  const terminal = testTerminal(setting);
  const status = await runCommandLine(argv, terminal);
  return { status, out: terminal.printed.join("\n"), err: terminal.complained.join("\n") };
}

const env = { PFX_PASSWORD: password };
const withPassword = ["--password-env", "PFX_PASSWORD"];

describe("inspect: a file that can be used", () => {
  let made: TestPkcs12;
  let file: string;
  beforeAll(() => {
    made = makePkcs12({
      password,
      subject: [
        ["C", "US"],
        ["CN", "a.example.com"],
      ],
      days: 400,
    });
    file = put("good.pfx", made.bytes);
  });

  test("is described in text, with status 0", async () => {
    const { status, out, err } = await run(["inspect", file, ...withPassword], { env });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const lines = out.split("\n");
    expect(lines[0]).toBe(file);
    expect(lines).toContain("  subject     CN=a.example.com, C=US");
    expect(lines).toContain(`  thumbprint  ${made.thumbprint}`);
    expect(lines).toContain("  key         RSA-2048, with its private key");
    expect(out).toMatch(new RegExp(`  valid +\\S+ to ${made.expirationDate} \\((399|400) days left\\)`));
  });

  test("is one JSON object with --json", async () => {
    const { status, out } = await run(["inspect", file, "--json", ...withPassword], { env });
    const { thumbprint, subject, expirationDate } = made;
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      ok: true,
      thumbprint,
      subject,
      notBefore: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      expirationDate,
      keyAlgorithm: "RSA-2048",
      hasPrivateKey: true,
      chain: [],
      warnings: [],
    });
  });

  test("is read from standard input", async () => {
    const { status, out } = await run(["inspect", "-", ...withPassword], { env, input: made.bytes });
    expect(status).toBe(0);
    expect(out).toContain(made.thumbprint);
  });

  test("is opened with the password that is typed", async () => {
    const { status, out } = await run(["inspect", file], { typed: password });
    expect(status).toBe(0);
    expect(out).toContain(made.thumbprint);
  });

  test("is refused without its password, and says how to give it", async () => {
    const { status, out, err } = await run(["inspect", file]);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("(wrong-password)");
    expect(err).toContain("--password-env NAME");
  });

  test("never shows the password", async () => {
    const wrong = { PFX_PASSWORD: `${password}!` };
    const runs = [
      await run(["inspect", file, ...withPassword], { env }),
      await run(["inspect", file, "--json", ...withPassword], { env: wrong }),
      await run(["inspect", file, ...withPassword], { env: wrong }),
      await run(["inspect", file, `--password=${password}`]),
      await run(["inspect", file, "--password", password]),
    ];
    expect(JSON.stringify(runs)).not.toContain(password);
    expect(runs.map(({ status }) => status)).toEqual([0, 1, 1, 2, 2]);
  });
});

describe("inspect: warnings", () => {
  test.each([
    ["expires-soon", { days: 10 }],
    ["expired", { days: -3 }],
    ["not-yet-valid", { notBefore: new Date(Date.now() + 86_400_000), days: 90 }],
    ["rsa-too-short", { key: "rsa1024" as const }],
    ["key-not-rsa", { key: "ec-p256" as const }],
  ])("%s does not change the status", async (code, wish) => {
    const file = put(`${code}.pfx`, makePkcs12(wish).bytes);
    const { status, out } = await run(["inspect", file]);
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`  warning +.*\\(${code}\\)`));
  });
});

describe("inspect: a file that cannot be used", () => {
  test.each([
    ["empty", ""],
    ["pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    ["not-pkcs12", "some text, not a certificate"],
    ["jks", Buffer.from("feedfeed00000002", "hex")],
  ])("%s: status 1, the same code in both forms", async (code, content) => {
    const file = put(code, content);
    const text = await run(["inspect", file]);
    expect({ ...text, err: text.err.slice(-code.length - 2) }).toEqual({ status: 1, out: "", err: `(${code})` });
    const json = await run(["inspect", file, "--json"]);
    expect({ status: json.status, err: json.err }).toEqual({ status: 1, err: "" });
    expect(JSON.parse(json.out)).toEqual({ ok: false, code, message: expect.any(String) as string, warnings: [] });
  });

  test("a certificate alone is named all the same", async () => {
    const { certificate, thumbprint, subject } = makePkcs12();
    const file = put("leaf.cer", certificate);
    const text = await run(["inspect", file]);
    expect(text.status).toBe(1);
    expect(text.err).toContain("(der-certificate)");
    expect(text.err).toContain(`  found       ${subject} (${thumbprint})`);
    const json = await run(["inspect", file, "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ code: "der-certificate", chain: [{ subject, thumbprint }] });
  });

  test("too-large: is not read to its end", async () => {
    const endless = Buffer.alloc(11 * 1024 * 1024, 0x30);
    const { status, err } = await run(["inspect", "-"], { input: endless });
    expect(status).toBe(1);
    expect(err).toContain("(too-large)");
  });

  test.each([
    ["is missing", () => path.join(folder, "missing"), "there is no such file"],
    ["is a folder", () => folder, "this is a folder"],
  ])("one that %s: status 1 and no code", async (_, file, message) => {
    const { status, out } = await run(["inspect", file(), "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toEqual({ ok: false, message: expect.stringContaining(message) as string, warnings: [] });
  });

  test("control characters in a subject do not reach the terminal", async () => {
    const file = put("control.pfx", makePkcs12({ commonName: "a\u001b[2Jb\u202ec" }).bytes);
    const { out } = await run(["inspect", file]);
    expect(out).toContain("CN=a\\u001b[2Jb\\u202ec");
  });
});

describe("apim-credentials: wrong usage is one line that says what to type, with status 2", () => {
  test.each([
    [[], "apim-credentials --help"],
    [["inspekt"], "apim-credentials --help"],
    [["inspect"], "apim-credentials inspect FILE"],
    [["inspect", "a", "b"], "apim-credentials inspect FILE"],
    [["inspect", "a", "--verbose"], "apim-credentials inspect FILE"],
    [["inspect", "a", "--password-env"], "apim-credentials inspect FILE"],
    [["inspect", "a", "--password-env", "NOT_SET"], "apim-credentials inspect FILE"],
  ])("%j", async (argv, advice) => {
    const { status, out, err } = await run(argv);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err.split("\n")).toHaveLength(1);
    expect(err).toContain(`; type: ${advice}`);
  });
});

describe("apim-credentials: help and version", () => {
  test.each([[["--help"]], [["-h"]], [["inspect", "--help"]], [["inspect", "-h"]]])(
    "%j prints the usage",
    async (argv) => {
      const { status, out } = await run(argv);
      expect(status).toBe(0);
      expect(out).toMatch(/^Usage: apim-credentials/);
    },
  );

  test.each([[["--version"]], [["inspect", "--version"]], [["emulator", "--version"]]])(
    "%j prints the version",
    async (argv) => {
      expect(await run(argv)).toEqual({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, err: "" });
    },
  );
});
