import { parseArgs } from "node:util";
import { readPkcs12, type Pkcs12Contents, type Pkcs12Verdict } from "../pkcs12/readPkcs12";
import { describeContents, describeRefusal, withExpiryWarning, type Refusal } from "./describeVerdict";
import { readInput } from "./readInput";
import type { Terminal } from "./terminal";

const usage = "apim-credentials inspect FILE [--password-env NAME] [--json]";
const help = `Usage: ${usage}

Says what a PKCS#12 file (.pfx, .p12) holds: subject, thumbprint, validity, key and chain, or why it cannot be used.
FILE can be - for standard input.

  --password-env NAME   the password is in the environment variable NAME; without it, a file that needs one is asked for at
                        a terminal (a password is never an argument: others could see it)
  --json                one JSON object instead of text
  --help                show this text
  --version             show the version

Exit status: 0 when the file can be used, 1 when it cannot, 2 on wrong usage.`;

interface InspectOptions {
  readonly file: string;
  readonly passwordEnv: string | undefined;
  readonly json: boolean;
}

/**
 * `apim-credentials inspect`
 * @returns the exit status: 0 when the file can be used, 1 when it cannot, 2 on wrong usage
 */
export async function inspectCommand(argv: string[], terminal: Terminal): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    terminal.print(help);
    return 0;
  }
  const options = parse(argv);
  if (typeof options === "string") return wrongUsage(terminal, options);
  const { file, passwordEnv, json } = options;
  const password = passwordEnv === undefined ? undefined : terminal.env[passwordEnv];
  if (passwordEnv !== undefined && password === undefined) {
    return wrongUsage(terminal, `the environment variable "${passwordEnv}" is not set`);
  }
  const input = await readInput(file, terminal.stdin);
  if (!input.ok) {
    report(terminal, json, { file, verdict: { ok: false, message: input.message, warnings: [] } });
    return 1;
  }
  const ask = passwordEnv === undefined && file !== "-" && !json ? terminal.askPassword : undefined;
  const verdict = withExpiryWarning(await read(input.bytes, password, ask), Date.now());
  report(terminal, json, { file, verdict });
  const lacksPassword = password === undefined && !ask && !verdict.ok && verdict.code === "wrong-password";
  if (lacksPassword && !json) terminal.complain("put the password into a variable and name it: --password-env NAME");
  return verdict.ok ? 0 : 1;
}

function parse(argv: string[]): InspectOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { "password-env": { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [file, ...others] = positionals;
    if (file === undefined) return "a file is missing";
    if (others.length > 0) return "more than one file is given";
    return { file, passwordEnv: values["password-env"], json: values.json };
  } catch (error) {
    // Its first sentence names the option; it never holds an option's value.
    return error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? "wrong usage") : "wrong usage";
  }
}

function wrongUsage(terminal: Terminal, problem: string): number {
  terminal.complain(`${problem}; type: ${usage}`);
  return 2;
}

async function read(bytes: Buffer, password: string | undefined, ask: Terminal["askPassword"]): Promise<Pkcs12Verdict> {
  const verdict = await readPkcs12(bytes, password);
  if (verdict.ok || verdict.code !== "wrong-password" || !ask) return verdict;
  return readPkcs12(bytes, await ask("Password: "));
}

type Finding = Pkcs12Contents | Refusal;

function report(terminal: Terminal, json: boolean, { file, verdict }: { file: string; verdict: Finding }): void {
  if (json) terminal.print(JSON.stringify(verdict));
  else if (verdict.ok) terminal.print(describeContents(file, verdict));
  else terminal.complain(describeRefusal(file, verdict));
}
