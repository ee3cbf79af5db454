import { setTimeout as delay } from "node:timers/promises";
import { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { Lab } from "./lab";
import { operations, type OperationRow } from "./operations";

const ATTEMPT_TIMEOUT_MS = 3_000;
const SLOW_MS = 4_500;

// What the journal shows in the end: the slow request is carried out all the same, after the others.
function requestsOf({ method, status, repeatability }: OperationRow): string[] {
  const late: Partial<Record<OperationRow["repeatability"], string[]>> = {
    "look-first": [`${method} ${status}`],
    create: [`${method} 400`, "GET 404", `${method} ${status}`],
    update: [`${method} 412`, `${method} ${status}`],
    delete: [`${method} 204`, `${method} ${status}`],
  };
  return late[repeatability] ?? [`${method} ${status}`, `${method} ${status}`];
}

async function runSlowly(row: OperationRow): Promise<void> {
  const caller = await EmulatorCaller.start();
  try {
    const lab = await Lab.open(caller, { attemptTimeoutMs: ATTEMPT_TIMEOUT_MS });
    await row.prepare(lab);
    const before = await lab.state();
    const expected = requestsOf(row);
    await lab.fault(row.method, row.path, { delayMs: SLOW_MS });

    const outcome = await row.run(lab).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    while ((await lab.requests()).length < expected.length) await delay(50);

    expect(await lab.requests()).toEqual(expected);
    if (row.repeatability === "look-first") {
      expect(outcome).toMatchObject({ error: { name: "TransportError", code: "timeout", requestWasSent: "maybe" } });
    } else {
      expect(outcome).toEqual({ value: row.answers(before) });
    }
    expect([undefined, 1]).toContain(row.timesDone(before, await lab.state()));
  } finally {
    await caller.close();
  }
}

// All at the same time: each spends its time waiting.
it("a slow answer past the timeout: every operation ends as the service does, and no key is regenerated twice", async () => {
  await Promise.all(operations.map(runSlowly));
}, 30_000);
