import { setTimeout as sleep } from "node:timers/promises";
import type { Exchange } from "../support/emulator";
import { FleetScene } from "../support/fleetScene";

const GATEWAYS = 20;
// Two stacks at once with two gateways each, so that few are in flight when the run is killed.
const PARALLEL = 2;
const AT_MOST_IN_FLIGHT = 2 * PARALLEL;

let scene: FleetScene;

beforeAll(async () => {
  scene = await FleetScene.start({ services: 4, gateways: 5, subscriptions: 2 });
}, 20 * 60_000);

afterAll(() => scene.close());

jest.setTimeout(180_000);

/** `contoso-01/edge-01` of each request of this operation that was carried out, in the order of arrival. */
function gatewaysOf(exchanges: readonly Exchange[], operation: string): string[] {
  return exchanges.flatMap(({ path, status }) => {
    const [, service = "", gateway = ""] = /service\/([^/]+)\/gateways\/([^/]+)\//.exec(path) ?? [];
    return path.endsWith(`/${operation}`) && status < 300 ? [`${service}/${gateway}`] : [];
  });
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** As when somebody else with the same principal has left nothing of both write budgets. */
const spentBudgets = ["01", "02"].map((service) => ({
  match: { method: "POST", pathPattern: `/service/contoso-${service}/` },
  times: 2,
  fault: {
    status: 429,
    headers: { "Retry-After": "2" },
    body: { error: { code: "SubscriptionRequestsThrottled", message: "Somebody else has spent it." } },
  },
}));

test("SIGTERM: the services under way are finished; the next run records the others, and nothing is regenerated", async () => {
  const stopped = scene.rotate("2026-12");
  while ((await scene.exchanges()).length === 0) await sleep(20);
  stopped.child.kill("SIGTERM");
  const first = await stopped.ended;
  expect(first.output).toContain("2 services not started");
  expect(first.exitCode).toBe(1);
  // The two that were under way were finished.
  expect(countEach(gatewaysOf(await scene.exchanges(), "generateToken")).size).toBe(GATEWAYS / 2);

  const second = await scene.rotate("2026-12").ended;
  expect(second.output).toContain("4 of 4 services done");
  expect(second.exitCode).toBe(0);
  const exchanges = await scene.exchanges();
  expect(gatewaysOf(exchanges, "regenerateKey")).toEqual([]);
  const issued = gatewaysOf(exchanges, "generateToken");
  expect(new Set(issued).size).toBe(GATEWAYS);
});

test("a rotation with spent budgets: every key once; a service that fails stops no other and is named at the end", async () => {
  await scene.emulator.clearJournal();
  const body = { error: { code: "AuthorizationFailed", message: "The client may not do this." } };
  const match = { pathPattern: "contoso-03/.*/regenerateKey$" };
  await scene.emulator.faults({ match, times: 5, fault: { status: 403, body } }, ...spentBudgets);
  const { exitCode, output } = await scene.rotate("2027-01").ended;
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^FAILED contoso-03: .*AuthorizationFailed/m);
  expect(output).toContain("3 of 4 services done");
  const exchanges = await scene.exchanges();
  expect(exchanges.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
  const regenerated = gatewaysOf(exchanges, "regenerateKey");
  expect(regenerated.length).toBe(new Set(regenerated).size);
  expect(regenerated.length).toBe(GATEWAYS - 5);
});

test("the same command again: only what had failed is rotated, and no other service is asked anything", async () => {
  await scene.emulator.clearJournal();
  const { exitCode } = await scene.rotate("2027-01").ended;
  expect(exitCode).toBe(0);
  const exchanges = await scene.exchanges();
  expect(exchanges.filter(({ path }) => !path.includes("/contoso-03/"))).toEqual([]);
  expect(gatewaysOf(exchanges, "regenerateKey").sort()).toEqual(
    [1, 2, 3, 4, 5].map((index) => `contoso-03/edge-0${index}`),
  );
});

test("killed half-way: the next run ends it, repeats at most what was in flight, and says so", async () => {
  await scene.emulator.clearJournal();
  await scene.emulator.faults({ match: { pathPattern: "Key" }, times: 1000, fault: { delayMs: 150 } });
  const killed = scene.rotate("2027-02", ["--parallel", String(PARALLEL)]);
  while (gatewaysOf(await scene.exchanges(), "regenerateKey").length < GATEWAYS / 2 - 3) await sleep(20);
  await scene.kill(killed);
  await sleep(1000); // what had left is carried out all the same
  await scene.emulator.clearFaults();
  const before = countEach(gatewaysOf(await scene.exchanges(), "regenerateKey"));
  expect(before.size).toBeLessThan(GATEWAYS);

  const { exitCode, output } = await scene.rotate("2027-02").ended;
  expect(exitCode).toBe(0);
  expect(output).toContain("released the lock of a run that is over");
  const counts = countEach(gatewaysOf(await scene.exchanges(), "regenerateKey"));
  expect(counts.size).toBe(GATEWAYS);
  const twice = [...counts.values()].filter((count) => count > 1);
  expect(twice.every((count) => count === 2)).toBe(true);
  expect(twice.length).toBeLessThanOrEqual(AT_MOST_IN_FLIGHT);
  if (twice.length > 0) expect(output).toMatch(new RegExp(`^${twice.length} gateways? had been under way`, "m"));
});
