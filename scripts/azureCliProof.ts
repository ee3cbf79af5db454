/** `npm run test:az`: the real Azure CLI's `az rest` against the emulator. */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePfx } from "../tests/support/emulator/pfxFactory";
import { AzureCli } from "./azureCliProof/azureCli";
import { azureCliVersion, installAzureCli } from "./azureCliProof/installAzureCli";
import { EmulatedCloud } from "./clientProof/emulatedCloud";
import { RequestLedger } from "./clientProof/requestLedger";
import { abortOnSignals, InterruptedError } from "./processes/abortOnSignals";
import { Narrator } from "./quickstart/narrator";

interface Proof {
  readonly narrator: Narrator;
  readonly cloud: EmulatedCloud;
  readonly az: AzureCli;
  readonly ledger: RequestLedger;
}

interface Call {
  readonly method: string;
  /** Relative to the service. */
  readonly path: string;
  readonly body?: object;
  readonly ifMatch?: string;
  /** What the emulator shall have answered. */
  readonly status: number;
}

/** `{subscriptionId}` is az's own placeholder: the subscription that it signed in to. */
const service = "/subscriptions/{subscriptionId}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1";

/** Where az looks for a newer version of itself in its first run; turned away like all others. */
const updateCheck = "azcliprod.blob.core.windows.net:443";

async function rest(proof: Proof, call: Call): Promise<unknown> {
  const { narrator, cloud, az, ledger } = proof;
  const { method, path, body, ifMatch, status } = call;
  narrator.command(
    `az rest --method ${method} --url …/service/apim1${path}${ifMatch === undefined ? "" : ` (If-Match: ${ifMatch})`}`,
  );
  const args = ["rest", "--method", method, "--url", `${service}${path}?api-version=2021-08-01`];
  if (body !== undefined) {
    const file = join(cloud.folder, "body.json");
    await writeFile(file, JSON.stringify(body));
    args.push("--body", `@${file}`);
  }
  if (ifMatch !== undefined) args.push("--headers", `If-Match=${ifMatch}`);
  const { exitCode, stdout, stderr } = await az.run(args);
  const requests = await cloud.takeRequests();
  ledger.changes(requests);
  const answered = requests.filter(({ operationId }) => operationId !== "SignIn").map((request) => request.status);
  narrator.verify(answered.join() === String(status), `answered once, with ${answered.join()}`);
  const succeeded = exitCode === 0;
  narrator.verify(succeeded === status < 400, `az ${succeeded ? "succeeds" : "fails"}`);
  if (succeeded !== status < 400) narrator.quote(stderr);
  narrator.demandVerified();
  return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as unknown);
}

async function guard({ narrator, cloud, az }: Proof): Promise<void> {
  narrator.step("Guards");
  const url = "https://management.azure.com/metadata/endpoints?api-version=2022-09-01";
  await cloud.expectNoWayTo("management.azure.com:443", (abort) =>
    az.run(["rest", "--skip-authorization-header", "--url", url], abort),
  );
  narrator.verify(true, "az cannot reach management.azure.com from here");
  for (const { exitCode, stderr } of await az.useEmulator()) if (exitCode !== 0) throw new Error(stderr);
  const { stdout } = await az.run(["cloud", "show"]);
  const { name, endpoints } = JSON.parse(stdout) as { name: string; endpoints: Record<string, string | null> };
  const elsewhere = Object.entries(endpoints).filter(
    ([, address]) => address !== null && !address.startsWith(cloud.url),
  );
  narrator.verify(name === "Emulator", `the active cloud is ${name}`);
  narrator.verify(elsewhere.length === 0, `all of its endpoints are the emulator ${elsewhere.join(" ")}`.trim());
  narrator.demandVerified();
}

async function signIn({ narrator, cloud, az, ledger }: Proof): Promise<void> {
  narrator.step("Sign in as a service principal");
  const args = ["login", "--service-principal", "--username", randomUUID(), "--password", "any"];
  const { exitCode, stderr } = await az.run([...args, "--tenant", cloud.tenantId]);
  if (exitCode !== 0) throw new Error(stderr);
  ledger.changes(await cloud.takeRequests());
  narrator.verify(true, "az login");
}

interface Keys {
  readonly primary: string;
  readonly secondary: string;
}

async function prove(proof: Proof): Promise<void> {
  const { narrator } = proof;
  await guard(proof);
  await signIn(proof);

  narrator.step("A service and a certificate");
  const publisher = { publisherEmail: "ops@contoso.com", publisherName: "Contoso" };
  const body = { location: "westus", sku: { name: "Developer", capacity: 1 }, properties: publisher };
  await rest(proof, { method: "put", path: "", body, status: 201 });
  const path = "/certificates/backend";
  for (const [password, status] of [
    ["first", 201],
    ["second", 200],
  ] as const) {
    const pfx = makePfx(password, { commonName: "backend.contoso.com" });
    const ifMatch = status === 200 ? { ifMatch: "*" } : {};
    await rest(proof, { method: "put", path, body: { properties: { data: pfx.data, password } }, status, ...ifMatch });
    const read = (await rest(proof, { method: "get", path, status: 200 })) as { properties: { thumbprint: string } };
    narrator.verify(read.properties.thumbprint === pfx.thumbprint, "the thumbprint is the certificate's");
  }
  await rest(proof, { method: "put", path, body: { properties: { data: "AAAA" } }, ifMatch: "*", status: 400 });
  const listed = (await rest(proof, { method: "get", path: "/certificates", status: 200 })) as { count: number };
  narrator.verify(listed.count === 1, "the list has it");
  await rest(proof, { method: "delete", path, status: 400 });
  await rest(proof, { method: "delete", path, ifMatch: "*", status: 200 });
  await rest(proof, { method: "get", path, status: 404 });

  narrator.step("A gateway and its keys");
  const gateway = "/gateways/edge";
  await rest(proof, { method: "put", path: gateway, body: { properties: { description: "edge" } }, status: 201 });
  const before = (await rest(proof, { method: "post", path: `${gateway}/listKeys`, status: 200 })) as Keys;
  await rest(proof, {
    method: "post",
    path: `${gateway}/regenerateKey`,
    body: { keyType: "primary" },
    status: 204,
  });
  const after = (await rest(proof, { method: "post", path: `${gateway}/listKeys`, status: 200 })) as Keys;
  narrator.verify(after.primary !== before.primary, "the primary key is another one");
  narrator.verify(after.secondary === before.secondary, "the secondary key is the same");
  const expiry = new Date(Date.now() + 86_400_000).toISOString();
  await rest(proof, {
    method: "post",
    path: `${gateway}/generateToken`,
    body: { keyType: "primary", expiry },
    status: 200,
  });
  await rest(proof, { method: "delete", path: gateway, ifMatch: "*", status: 200 });
}

function summarise({ narrator, cloud, ledger }: Proof): void {
  narrator.step("In all");
  narrator.fact("Operations", ...ledger.operations);
  narrator.fact("Clients", ...ledger.agents);
  narrator.verify(
    ledger.agents.some((agent) => agent.includes("AZURECLI")),
    "the requests were az's",
  );
  const strays = cloud.strayTargets.filter((target) => target !== updateCheck);
  narrator.verify(strays.length === 0, `nobody else was asked ${strays.join(" ")}`.trim());
  narrator.demandVerified();
}

async function main(): Promise<void> {
  const narrator = new Narrator();
  const abort = abortOnSignals();
  const python = await installAzureCli((line) => narrator.say(line), abort);
  const started = Date.now();
  narrator.title(`Azure CLI ${azureCliVersion} against the emulator`);
  const cloud = await EmulatedCloud.start({ lenient: false });
  try {
    const az = new AzureCli({ python, cloud, abort });
    const proof = { narrator, cloud, az, ledger: new RequestLedger() };
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
