/** `npm start`: the product's main job with the real Pulumi CLI, against an emulator of Azure. Leaves nothing behind. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "./build/checkout";
import { ensureBuilt } from "./build/ensureBuilt";
import { abortOnSignals, InterruptedError } from "./processes/abortOnSignals";
import { findPulumiCli } from "./pulumiCli/findPulumiCli";
import { PulumiStack } from "./pulumiRun/pulumiStack";
import { issueCertificate, writePkcs12 } from "./quickstart/certificateFile";
import { place, startEmulatedService } from "./quickstart/emulatedService";
import { Narrator } from "./quickstart/narrator";
import { showNextSteps } from "./quickstart/nextSteps";
import { declare } from "./quickstart/steps/declare";
import { exportedAgain } from "./quickstart/steps/exportedAgain";
import { previewRenewal } from "./quickstart/steps/previewRenewal";
import { renew } from "./quickstart/steps/renew";
import { showRequests } from "./quickstart/steps/showRequests";
import type { Tour } from "./quickstart/tour";

const programFolder = join(checkout, "examples", "quickstart");

async function prepareAndRun(narrator: Narrator, abort: AbortSignal): Promise<void> {
  narrator.title("Azure API Management credentials as code: the quickstart");
  const say = (line: string): void => narrator.say(line);
  await ensureBuilt(say, abort);
  const cli = await findPulumiCli({ say, abort });
  const workFolder = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-quickstart-")));
  try {
    const azure = await startEmulatedService();
    try {
      narrator.fact("Pulumi", `${cli.version}, ${cli.executable}`);
      narrator.fact(
        "Azure",
        `an emulator on ${azure.url}: service ${place.service}, self-hosted gateway ${place.gateway}`,
      );
      narrator.fact("Program", join("examples", "quickstart", "index.ts"));
      narrator.fact("State", `${workFolder}, removed at the end`);
      const env = { APIM_EMULATOR_URL: azure.url };
      const stack = await PulumiStack.create({ cli, programFolder, workFolder, env, abort });
      await runTour({ narrator, stack, azure, certificateFile: join(workFolder, "backend-client.pfx"), ledger: [] });
      showNextSteps(narrator);
    } finally {
      await azure.close();
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** Certificates are made on the fly, so their thumbprints are new in every run; what is verified is computed from them. */
async function runTour(tour: Tour): Promise<void> {
  const { stack, certificateFile } = tour;
  const current = issueCertificate({ organization: "Contoso", daysValid: 45 });
  await writePkcs12(certificateFile, current, "first password");
  for (const [name, value] of Object.entries({ ...place, certificateFile, rotation: "2026-Q3" })) {
    await stack.setConfig(name, value);
  }
  const before = await declare(tour, current, "first password");

  const renewed = issueCertificate({ organization: "Contoso Ltd", daysValid: 365 });
  await writePkcs12(certificateFile, renewed, "first password");
  await stack.setConfig("rotation", "2026-Q4");
  await previewRenewal(tour, { current, renewed }, "first password");
  await renew(tour, { renewed, before }, "first password");

  await writePkcs12(certificateFile, renewed, "second password");
  await exportedAgain(tour, "second password");
  showRequests(tour);
}

async function main(): Promise<void> {
  const narrator = new Narrator();
  const started = Date.now();
  try {
    await prepareAndRun(narrator, abortOnSignals());
    narrator.title(`All steps verified, everything cleaned up, in ${Math.round((Date.now() - started) / 1000)} s.`);
  } catch (error) {
    process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  }
}

void main();
