import { TestEmulator, type Exchange } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type OperationResult, type TestProject } from "../support/pulumi";

const CERTIFICATES = 600;

const PROGRAM = `
const { Certificate } = require("pulumi-apim-credentials");
for (let index = 0; index < ${CERTIFICATES}; index++) {
  new Certificate("c" + index, { resourceGroupName: "rg1", serviceName: "contoso", dataFile: "client.pfx" });
}
`;

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService();
  await emulator.clearJournal();
  // Azure's token buckets, and the real clock: 200 writes, refilled by 10 a second.
  await emulator.control("POST", "throttling", { on: true });
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url } });
  await project.writeProgram(PROGRAM);
  await project.writeFile("client.pfx", makePkcs12({ commonName: "api.contoso.com" }).bytes);
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

/** Which of Azure's budgets a request counts against. */
function budgetOf({ method }: Exchange): string {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

/** The requests that arrived while a Retry-After of their budget had not passed. */
function tooEarly(exchanges: readonly Exchange[]): string[] {
  const waitUntil = new Map<string, number>();
  return exchanges.flatMap((exchange) => {
    const { method, path, receivedAt, status, responseHeaders } = exchange;
    const [budget, arrived] = [budgetOf(exchange), Date.parse(receivedAt)];
    const until = waitUntil.get(budget) ?? 0;
    const seconds = Number(responseHeaders["retry-after"]);
    if (status === 429) {
      expect(seconds).toBeGreaterThan(0);
      waitUntil.set(budget, arrived + seconds * 1000);
    }
    return arrived < until ? [`${method} ${path} at ${receivedAt}`] : [];
  });
}

/** How many requests of each method had which status. */
function countRequests(exchanges: readonly Exchange[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, status } of exchanges) counts[`${method} ${status}`] = (counts[`${method} ${status}`] ?? 0) + 1;
  return counts;
}

describe(`${CERTIFICATES} certificates, 64 at a time, against Azure's token buckets`, () => {
  let up: OperationResult;
  let exchanges: Exchange[];

  beforeAll(async () => {
    const startedAt = Date.now();
    // Without it the CLI writes the whole state 1,200 times, which is not what is measured here.
    const env = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
    up = await project.stack.up({ args: ["--parallel", "64"], env });
    exchanges = await emulator.journal();
    const counts = JSON.stringify(countRequests(exchanges));
    process.stderr.write(`throttled run: ${counts}, ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  }, 8 * 60_000);

  test("up: ends without an error, and every certificate is created", () => {
    expect(up.messages.filter(({ severity }) => severity === "error")).toEqual([]);
    expect({ exitCode: up.exitCode, changes: up.changes }).toMatchObject({
      exitCode: 0,
      changes: { create: CERTIFICATES + 1 },
    });
  });

  test("requests: one look-up and one upload each, and what was throttled again", () => {
    const { "PUT 429": throttled = 0, ...others } = countRequests(exchanges);
    expect(others).toEqual({ "HEAD 404": CERTIFICATES, "PUT 201": CERTIFICATES });
    expect(throttled).toBeGreaterThan(0);
  });

  test("Retry-After: nothing is sent while one of the same budget runs", () => {
    expect(tooEarly(exchanges)).toEqual([]);
  });

  test("every request: one run's id, its own id, and who sends it", () => {
    const headers = exchanges.map(({ headers: sent }) => sent);
    expect(new Set(headers.map((sent) => sent["x-ms-correlation-request-id"])).size).toBe(1);
    expect(new Set(headers.map((sent) => sent["x-ms-client-request-id"])).size).toBe(exchanges.length);
    for (const agent of new Set(headers.map((sent) => sent["user-agent"]))) {
      expect(agent).toMatch(/^pulumi-apim-credentials\/\d+\.\d+\.\d+ Pulumi\/3\.\d+\.\d+ .*Node\/v?\d+/);
    }
  });
});
