import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../../provider/gatewayToken/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

const START = Date.parse("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;
const ROTATIONS = 10;
/** How long a consumer takes to be updated after each run. */
const LATE_DAYS = 3;

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService({ gateways: ["edge"] });
});

afterEach(() => emulator.close());

async function timeIs(host: TestHost, day: number): Promise<void> {
  host.time = new Date(START + day * DAY_MS);
  await emulator.clock({ now: host.time.toISOString() });
}

/** One program: a rotation every ten days, and the token that follows it. */
async function runProgram(
  resources: { rotation: EngineResource; token: EngineResource },
  keyType: string,
): Promise<string> {
  const place = { ...PLACE, gatewayId: "edge" };
  await resources.rotation.up({ ...place, keyType, rotateEvery: "P10D" });
  const { activeKeyType, rotationCount } = resources.rotation.saved?.outputs ?? {};
  await resources.token.up({ ...place, keyType: activeKeyType, triggers: rotationCount }, { sameRun: true });
  return String(resources.token.saved?.outputs.token);
}

/** A gateway polls every day with the token that it was last given; each run's token reaches it days later. */
async function pollThroughRotations(keyType: string): Promise<{ polls: boolean[]; rotations: number }> {
  const host = createTestHost({ emulatorUrl: emulator.url });
  const rotation = new EngineResource(gatewayKeyRotationLifecycle, host);
  const token = new EngineResource(gatewayTokenLifecycle, host, "urn:pulumi:test::test::test::token");
  await timeIs(host, 0);
  let deployed = await runProgram({ rotation, token }, keyType);
  const arriving: { day: number; token: string }[] = [];
  const polls: boolean[] = [];
  for (let day = 1; day <= ROTATIONS * 10 + LATE_DAYS; day++) {
    await timeIs(host, day);
    arriving.push({ day: day + LATE_DAYS, token: await runProgram({ rotation, token }, keyType) });
    deployed = arriving.find((delivery) => delivery.day === day)?.token ?? deployed;
    const { valid } = (await emulator.verifyToken("edge", deployed)) as { valid: boolean };
    polls.push(valid);
  }
  return { polls, rotations: Number(rotation.saved?.outputs.rotationCount) };
}

test("alternate: through ten rotations, with a consumer that is updated late, no poll is ever refused", async () => {
  const { polls, rotations } = await pollThroughRotations("alternate");
  expect(rotations).toBe(ROTATIONS);
  expect(polls).toEqual(polls.map(() => true));
});

test("primary: each rotation cuts the consumer off until it is updated", async () => {
  const { polls, rotations } = await pollThroughRotations("primary");
  expect(rotations).toBe(ROTATIONS);
  const refused = polls.filter((valid) => !valid).length;
  expect(refused).toBe(ROTATIONS * LATE_DAYS);
});
