import { EmulatorCaller, servicePath } from "../../support/emulator/emulatorCaller";

const path = `${servicePath}/gateways/gw1`;

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

async function spendAllDeletes(): Promise<number[]> {
  const statuses: number[] = [];
  for (let count = 0; count < 260 && statuses.at(-1) !== 429; count++) {
    const missing = `${servicePath}/gateways/none`;
    statuses.push((await caller.arm("DELETE", missing, { headers: { "if-match": "*" } })).status);
  }
  return statuses;
}

test("on: at least 200 deletes, then 429 with Retry-After; other budgets are left alone", async () => {
  await caller.control("POST", "throttling", { on: true });
  const statuses = await spendAllDeletes();
  expect(statuses.length).toBeGreaterThan(200);
  expect(statuses.at(-1)).toBe(429);
  const journal = await caller.journal();
  expect(journal.at(-1)?.responseHeaders["retry-after"]).toBe("1");
  expect((await caller.arm("GET", path)).status).toBe(200);
});

test("asking too soon starts the wait anew and is noted; waiting helps", async () => {
  await caller.control("POST", "throttling", { on: true });
  await spendAllDeletes();
  const again = await caller.arm("DELETE", path, { headers: { "if-match": "*" } });
  expect(again.status).toBe(429);
  expect((await caller.journal()).at(-1)?.note).toContain("Retry-After");
  await caller.control("POST", "clock", { advance: "PT2S" });
  expect((await caller.arm("DELETE", path, { headers: { "if-match": "*" } })).status).toBe(200);
  expect((await caller.journal()).at(-1)?.note).toBeUndefined();
});

test("off, as at the start: budgets are counted down to 0 and nobody is refused", async () => {
  expect(new Set(await spendAllDeletes())).toEqual(new Set([204]));
});

test("a fault's Retry-After is watched as well", async () => {
  await caller.control("POST", "faults", [{ fault: { status: 429, headers: { "retry-after": "60" } } }]);
  await caller.arm("GET", path);
  await caller.arm("GET", path);
  expect((await caller.journal()).map(({ note }) => note !== undefined)).toEqual([false, true]);
});

test.each([{}, { on: "yes" }])("control throttling %j: 400", async (body) => {
  expect((await caller.control("POST", "throttling", body)).status).toBe(400);
});
