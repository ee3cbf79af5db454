import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePkcs12, type TestPkcs12 } from "../../tests/support/pkcs12";
import { checkout } from "../build/checkout";
import type { CommandResult } from "../processes/runCommand";
import type { PulumiCli } from "../pulumiCli/probe";
import { PulumiStack } from "../pulumiRun/pulumiStack";
import { startEmulatedService } from "../quickstart/emulatedService";

/** The day on which the picture is taken, whenever it is made: so it changes only when the product does. */
const today = Date.parse("2026-11-27T09:30:00Z");

function certificate(serial: bigint, [from, to]: readonly [from: string, to: string]): TestPkcs12 {
  const subject = [["O", "Contoso"] as const, ["CN", "backend.contoso.com"] as const];
  return makePkcs12({ subject, serial, notBefore: new Date(from), notAfter: new Date(to) });
}

/** What `pulumi preview --diff` prints, in colour, when a certificate was renewed and a rotation has a new trigger. */
export async function realPreview(cli: PulumiCli): Promise<string> {
  const workFolder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-preview-")));
  const azure = await startEmulatedService();
  const certificateFile = join(workFolder, "backend-client.pfx");
  try {
    const env = {
      APIM_EMULATOR_URL: azure.url,
      CERTIFICATE_FILE: certificateFile,
      NODE_OPTIONS: `--require "${join(checkout, "tests", "support", "clockPreload.cjs")}"`,
      CLOCK_OFFSET_MS: String(today - Date.now()),
    };
    const stack = await PulumiStack.create({ cli, programFolder: join(__dirname, "program"), workFolder, env });
    await writeFile(certificateFile, certificate(1n, ["2025-12-14T08:00:00Z", "2026-12-14T08:00:00Z"]).bytes);
    demandSuccess(await stack.up({ env: { RELEASE: "2026-Q3" } }));

    await writeFile(certificateFile, certificate(2n, ["2026-11-25T08:00:00Z", "2027-12-14T08:00:00Z"]).bytes);
    let printed = "";
    const args = ["preview", "--diff", "--color", "always", "--config-file", join(workFolder, "Pulumi.dev.yaml")];
    // Both streams as they come, as a terminal shows them.
    const onOutput = (chunk: string): void => void (printed += chunk);
    demandSuccess(await stack.command(args, { env: { RELEASE: "2026-Q4" }, onOutput }));
    return printed;
  } finally {
    await azure.close();
    await rm(workFolder, { recursive: true, force: true });
  }
}

function demandSuccess({ exitCode, stdout, stderr }: CommandResult): void {
  if (exitCode !== 0) throw new Error(`pulumi failed:\n${stdout}\n${stderr}`);
}
