import { spawnSync } from "node:child_process";
import path from "node:path";
import { makePkcs12 } from "../support/pkcs12";

const root = path.join(__dirname, "..", "..");

function execute(argv: string[], input?: Buffer) {
  const loader = ["--require", "ts-node/register/transpile-only"];
  const executable = path.join(root, "provider", "cli", "apimCredentials.ts");
  return spawnSync(process.execPath, [...loader, executable, ...argv], { cwd: root, encoding: "utf8", input });
}

test("executable: ends with the command's status and writes to the right stream", () => {
  const { bytes, thumbprint } = makePkcs12();
  const good = execute(["inspect", "-", "--json"], bytes);
  expect({ status: good.status, stderr: good.stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, thumbprint });
}, 60_000);

test("executable: wrong usage ends with status 2 and nothing on standard output", () => {
  const { status, stdout, stderr } = execute([]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toBe("a command is missing; type: apim-credentials --help\n");
}, 60_000);
