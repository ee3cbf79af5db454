import { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { certificatePath, Lab } from "./lab";
import { operations } from "./operations";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
afterAll(() => caller.close());

const lock = { status: 409, body: { error: { code: "PessimisticConcurrencyConflict" } } };
const throttling = { status: 429, headers: { "Retry-After": "5" }, body: { error: { code: "TooManyRequests" } } };
const operation = (name: string): (typeof operations)[number] => {
  const row = operations.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`no operation ${name}`);
  return row;
};

describe.each([
  ["a locked service", lock, "409"],
  ["throttling", throttling, "429"],
])("an answer that is lost, and then %s", (_name, second, status) => {
  async function meetBoth(name: string): Promise<{ lab: Lab; outcome: unknown }> {
    const lab = await Lab.open(caller);
    const row = operation(name);
    await row.prepare(lab);
    await lab.fault(row.method, row.path, { drop: "after" });
    await lab.fault(row.method, row.path, second);
    return { lab, outcome: await row.run(lab).catch((error: unknown) => error) };
  }

  it("delete: it is not forgotten that the first may have been carried out", async () => {
    const { lab, outcome } = await meetBoth("Certificate delete");
    expect(outcome).toBe("deleted");
    expect(await lab.requests()).toEqual(["DELETE done, lost", `DELETE ${status}`, "DELETE 204"]);
  });

  it("update: the refusal of the stale ETag says that it may have been carried out", async () => {
    const { lab, outcome } = await meetBoth("Certificate update");
    expect(outcome).toMatchObject({
      name: "ArmError",
      status: 412,
      requestWasSent: "maybe",
      resourceId: certificatePath,
    });
    expect(await lab.requests()).toEqual(["PUT done, lost", `PUT ${status}`, "PUT 412"]);
  });

  it("regenerate key: nothing is sent after the lost answer", async () => {
    const { lab, outcome } = await meetBoth("Gateway regenerate key");
    expect(outcome).toMatchObject({ name: "TransportError", requestWasSent: "maybe" });
    expect(await lab.requests()).toEqual(["POST done, lost"]);
  });
});

it("regenerate key: a lock, then a lost answer: is sent twice, carried out once, and not repeated", async () => {
  const lab = await Lab.open(caller);
  const row = operation("Gateway regenerate key");
  const before = await lab.state();
  await lab.fault(row.method, row.path, lock);
  await lab.fault(row.method, row.path, { drop: "after" });
  await expect(row.run(lab)).rejects.toMatchObject({ requestWasSent: "maybe" });
  expect(await lab.requests()).toEqual(["POST 409", "POST done, lost"]);
  expect(row.timesDone(before, await lab.state())).toBe(1);
});
