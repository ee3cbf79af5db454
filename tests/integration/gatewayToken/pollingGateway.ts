import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../../provider/gatewayToken/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, type TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

const START = Date.parse("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;

/** A program that is run regularly, and a gateway that is updated late; all in days. */
export interface Life {
  readonly keyType: "primary" | "secondary" | "alternate";
  readonly rotateEvery: number;
  readonly days: number;
  /** @defaultValue 1 */
  readonly runEvery?: number;
  /** How long a new token takes to reach the gateway. */
  readonly rollOut: number;
  /** @defaultValue 29 */
  readonly validFor?: number;
  /** @defaultValue 7 */
  readonly renewBefore?: number;
}

export interface Lived {
  /** One a day: whether the gateway was let in. */
  readonly polls: readonly boolean[];
  readonly rotations: number;
  /** How many different tokens the gateway was given: it restarts for each. */
  readonly tokens: number;
}

/** A gateway polls every day with the token that it was last given; each run's token reaches it days later. */
export async function liveThrough(emulator: TestEmulator, life: Life): Promise<Lived> {
  const { days, runEvery = 1, rollOut } = life;
  const program = new Program(emulator, life);
  let deployed = await program.run(0);
  const arriving = new Map<number, string>();
  const polls: boolean[] = [];
  for (let day = 1; day <= days; day++) {
    await program.timeIs(day);
    if (day % runEvery === 0) arriving.set(day + rollOut, await program.run(day));
    deployed = arriving.get(day) ?? deployed;
    const { valid } = (await emulator.verifyToken("edge", deployed)) as { valid: boolean };
    polls.push(valid);
  }
  return { polls, rotations: program.rotations, tokens: program.tokens.size };
}

/** A rotation, and the token that follows it. */
class Program {
  readonly tokens = new Set<string>();
  private readonly host: TestHost;
  private readonly rotation: EngineResource;
  private readonly token: EngineResource;

  constructor(
    private readonly emulator: TestEmulator,
    private readonly life: Life,
  ) {
    this.host = createTestHost({ emulatorUrl: emulator.url });
    this.rotation = new EngineResource(gatewayKeyRotationLifecycle, this.host);
    this.token = new EngineResource(gatewayTokenLifecycle, this.host, "urn:pulumi:test::test::test::token");
  }

  get rotations(): number {
    return Number(this.rotation.saved?.outputs.rotationCount);
  }

  async timeIs(day: number): Promise<void> {
    this.host.time = new Date(START + day * DAY_MS);
    await this.emulator.clock({ now: this.host.time.toISOString() });
  }

  /** `pulumi up`; answers the token to deploy. */
  async run(day: number): Promise<string> {
    const { keyType, rotateEvery, validFor = 29, renewBefore = 7 } = this.life;
    const place = { ...PLACE, gatewayId: "edge" };
    await this.timeIs(day);
    await this.rotation.up({ ...place, keyType, rotateEvery: `P${rotateEvery}D` });
    const { activeKeyType, rotationCount } = this.rotation.saved?.outputs ?? {};
    const period = { validFor: `P${validFor}D`, renewBefore: `P${renewBefore}D` };
    await this.token.up({ ...place, ...period, keyType: activeKeyType, triggers: rotationCount }, { sameRun: true });
    const token = String(this.token.saved?.outputs.token);
    this.tokens.add(token);
    return token;
  }
}
