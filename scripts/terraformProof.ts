/** `npm run test:terraform`: the real Terraform with Azure's own azapi provider against the emulator. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { servicePath } from "../tests/support/emulator/emulatorCaller";
import { makePfx, type TestPfx } from "../tests/support/emulator/pfxFactory";
import { EmulatedCloud } from "./clientProof/emulatedCloud";
import { RequestLedger } from "./clientProof/requestLedger";
import { abortOnSignals, InterruptedError } from "./processes/abortOnSignals";
import { Narrator } from "./quickstart/narrator";
import { azapiVersion, installAzapi } from "./terraformProof/installAzapi";
import { findTerraform, TerraformProject } from "./terraformProof/terraformProject";

interface Proof {
  readonly narrator: Narrator;
  readonly cloud: EmulatedCloud;
  readonly project: TerraformProject;
  readonly ledger: RequestLedger;
}

const certificate = "PUT apim1/certificates/backend";

/** Runs Terraform, and checks its exit status and everything that it has changed. Its output has the PKCS#12 in clear. */
async function step(
  proof: Proof,
  args: readonly string[],
  expected: { exitCode: number; changes: readonly string[] },
): Promise<void> {
  const { narrator, cloud, project, ledger } = proof;
  narrator.command(`terraform ${args.join(" ")}`);
  const { exitCode, stdout, stderr } = await project.run(args);
  for (const line of stdout.split("\n")) {
    if (/^(Plan:|No changes|(Apply|Destroy) complete)/.test(line)) narrator.say(line);
  }
  narrator.verify(exitCode === expected.exitCode, `exit status ${exitCode}`);
  if (exitCode === 1) narrator.quote(stderr);
  const changes = ledger.changes(await cloud.takeRequests());
  const same = JSON.stringify(changes) === JSON.stringify(expected.changes);
  narrator.verify(same, `sent: ${changes.join(", ") || "nothing that changes anything"}`);
  narrator.demandVerified();
}

async function outputOf(proof: Proof, name: string): Promise<unknown> {
  const { stdout } = await proof.project.run(["output", "-json"]);
  return (JSON.parse(stdout) as Record<string, { value: unknown } | undefined>)[name]?.value;
}

async function declare(proof: Proof, name: string, pfx: TestPfx): Promise<void> {
  const { cloud, project } = proof;
  const file = join(cloud.folder, `${name}.pfx`);
  await writeFile(file, Buffer.from(pfx.data, "base64"));
  project.variables = { endpoint: cloud.url, certificate_file: file, certificate_password: name };
}

async function guard({ narrator, cloud, project }: Proof): Promise<void> {
  narrator.step("Guards");
  const azure = { ...project.variables, endpoint: "https://management.azure.com" };
  const emulator = project.variables;
  project.variables = azure;
  // An import only reads, should the guard not hold.
  const id = `${servicePath}?api-version=2021-08-01`;
  await cloud.expectNoWayTo("management.azure.com:443", (abort) =>
    project.run(["import", "azapi_resource.service", id], abort),
  );
  project.variables = emulator;
  narrator.verify(true, "azapi cannot reach management.azure.com from here");
  await cloud.takeRequests();
}

async function prove(proof: Proof): Promise<void> {
  const { narrator } = proof;
  const first = makePfx("first", { commonName: "backend.contoso.com" });
  const second = makePfx("second", { commonName: "backend.contoso.com" });
  await declare(proof, "first", first);
  await guard(proof);

  narrator.step("Create a service, a gateway and a certificate; regenerate a key");
  await step(proof, ["apply", "-auto-approve"], {
    exitCode: 0,
    changes: [
      "POST apim1/gateways/edge/regenerateKey 204",
      "PUT apim1 201",
      `${certificate} 201`,
      "PUT apim1/gateways/edge 201",
    ],
  });
  narrator.verify((await outputOf(proof, "thumbprint")) === first.thumbprint, "the thumbprint is the certificate's");

  narrator.step("Plan without a change");
  await step(proof, ["plan", "-detailed-exitcode"], { exitCode: 0, changes: [] });

  narrator.step("Change the certificate");
  await declare(proof, "second", second);
  await step(proof, ["plan", "-detailed-exitcode"], { exitCode: 2, changes: [] });
  await step(proof, ["apply", "-auto-approve"], { exitCode: 0, changes: [`${certificate} 200`] });
  narrator.verify((await outputOf(proof, "thumbprint")) === second.thumbprint, "the thumbprint is the new one's");
  await step(proof, ["plan", "-detailed-exitcode"], { exitCode: 0, changes: [] });

  narrator.step("Destroy");
  await step(proof, ["destroy", "-auto-approve"], {
    exitCode: 0,
    changes: ["DELETE apim1 200", "DELETE apim1/certificates/backend 200", "DELETE apim1/gateways/edge 200"],
  });
}

function summarise({ narrator, cloud, ledger }: Proof): void {
  narrator.step("In all");
  narrator.fact("Operations", ...ledger.operations);
  narrator.fact("Clients", ...ledger.agents);
  const isAzapi = ledger.agents.some((agent) => agent.includes("terraform-provider-azapi"));
  narrator.verify(isAzapi, "the requests were azapi's");
  narrator.verify(cloud.strayTargets.length === 0, `nobody else was asked ${cloud.strayTargets.join(" ")}`.trim());
  narrator.demandVerified();
}

async function main(): Promise<void> {
  const narrator = new Narrator();
  const abort = abortOnSignals();
  const started = Date.now();
  const { executable, version } = await findTerraform();
  const azapi = await installAzapi((line) => narrator.say(line), abort);
  narrator.title(`Terraform ${version} with azapi ${azapiVersion} against the emulator`);
  // azapi sends no If-Match, which the real service tolerates.
  const cloud = await EmulatedCloud.start({ lenient: true });
  try {
    const program = join(__dirname, "terraformProof", "main.tf");
    const project = await TerraformProject.create({ terraform: executable, azapi, program, cloud, abort });
    const proof = { narrator, cloud, project, ledger: new RequestLedger() };
    await prove(proof);
    summarise(proof);
  } finally {
    await cloud.close();
  }
  narrator.title(`Proved in ${Math.round((Date.now() - started) / 1000)} s.`);
}

main().catch((error: unknown) => {
  process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
  console.error(error instanceof Error ? error.message : error);
});
