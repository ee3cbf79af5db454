import { certificates } from "../../provider/apim/certificates";
import { createArmClient } from "../../provider/arm/createArmClient";
import { readSettings } from "../../provider/config";
import { EmulatorCaller, servicePath, type JournalLine } from "../support/emulator/emulatorCaller";
import { makePkcs12 } from "../support/pkcs12";
import { TestTime } from "../support/testTime";

const CERTIFICATES = 600;
const PARALLEL = 64;

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
  await caller.furnish();
});
afterAll(() => caller.close());

/** The requests that arrived while a Retry-After of their budget had not passed. */
function tooEarly(journal: readonly JournalLine[]): JournalLine[] {
  let waitUntil = 0;
  return journal.filter(({ receivedAt, status, responseHeaders }) => {
    const arrived = Date.parse(receivedAt);
    const early = arrived < waitUntil;
    const seconds = status === 429 ? Number(responseHeaders["retry-after"]) : 0;
    expect(seconds).not.toBeNaN();
    waitUntil = Math.max(waitUntil, arrived + seconds * 1000);
    return early;
  });
}

it("600 certificates against Azure's token bucket: all arrive, and nothing is sent while a Retry-After runs", async () => {
  // Time passes only while somebody waits, for the adapter and the emulator alike.
  await caller.control("POST", "clock", { now: "2026-06-01T10:20:30Z" });
  await caller.control("POST", "throttling", { on: true });
  const time = new TestTime(Date.parse("2026-06-01T10:20:30Z"), async (milliseconds) => {
    // Whatever slips through while a Retry-After runs shall arrive before it has run.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await caller.control("POST", "clock", { advance: `PT${milliseconds / 1000}S` });
  });
  const settings = readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: caller.emulator.url });
  const client = createArmClient(settings, { clock: time.now, sleep: time.sleep, random: () => 0.5, env: {} });
  const { base64: data } = makePkcs12();

  const waiting = Array.from({ length: CERTIFICATES }, (_, index) => `${servicePath}/certificates/c${index}`);
  const created: boolean[] = [];
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let resourceId = waiting.pop(); resourceId !== undefined; resourceId = waiting.pop()) {
        created.push((await certificates.createOrUpdate({ client, resourceId, properties: { data } })).created);
      }
    }),
  );

  const journal = await caller.journal();
  const statuses = journal.map(({ status }) => status);
  expect(created).toEqual(Array.from({ length: CERTIFICATES }, () => true));
  expect(statuses.filter((status) => status === 201)).toHaveLength(CERTIFICATES);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 201 || status === 429)).toBe(true);
  expect(tooEarly(journal)).toEqual([]);
}, 120_000);
