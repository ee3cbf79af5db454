import { EmulatorCaller, servicePath, type ListBody } from "../../support/emulator/emulatorCaller";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
beforeEach(() => caller.furnish());
afterAll(() => caller.close());

/** Makes gateways until one is refused, 40 at most; answers how many of its own the service then has. */
async function fill(): Promise<number> {
  for (let count = 0; count < 40; count++) {
    const body = { properties: { locationData: { name: "here" } } };
    const { status } = await caller.arm("PUT", `${servicePath}/gateways/filler-${count}`, { body });
    if (status === 400) break;
  }
  const { body } = await caller.arm<ListBody>("GET", `${servicePath}/gateways`);
  return body.value.length;
}

test("a service holds 25 gateways, more where the limit is raised, and 25 again after a reset", async () => {
  expect(await fill()).toBe(25);
  await caller.control("POST", "limits", { gatewaysPerService: 30 });
  expect(await fill()).toBe(30);
  await caller.furnish();
  expect(await fill()).toBe(25);
});

test.each([{}, { gatewaysPerService: 0 }, { gatewaysPerService: "50" }])("control limits %j: 400", async (body) => {
  expect((await caller.control("POST", "limits", body)).status).toBe(400);
});
