import { gatewayKeyRotationLifecycle } from "../../../provider/gatewayKeyRotation/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { createTestHost, type TestHost } from "../../support/testHost";

export const LIST_KEYS = "POST gateways/edge/listKeys 200";
export const REGENERATE = "POST gateways/edge/regenerateKey 204";
export const FORBIDDEN = { status: 403, body: { error: { code: "AuthorizationFailed", message: "not allowed" } } };

type KeyType = "primary" | "secondary";

/** A gateway `edge`, and one rotation of it that does not exist yet. */
export class RotationScene {
  emulator!: TestEmulator;
  host!: TestHost;
  rotation!: EngineResource;

  /** To be called at a test file's top level: each of its tests begins anew. */
  constructor() {
    beforeAll(async () => {
      this.emulator = await TestEmulator.start();
    });
    afterAll(() => this.emulator.close());
    beforeEach(async () => {
      await this.emulator.reset();
      await this.emulator.givenService({ gateways: ["edge"] });
      await this.emulator.clearJournal();
      this.host = createTestHost({ emulatorUrl: this.emulator.url });
      this.rotation = new EngineResource(gatewayKeyRotationLifecycle, this.host);
    });
  }

  async keys(): Promise<Record<KeyType, string>> {
    return (await this.emulator.arm("POST", "/gateways/edge/listKeys")).body as Record<KeyType, string>;
  }

  async regenerateByHand(keyType: KeyType): Promise<void> {
    await this.emulator.arm("POST", "/gateways/edge/regenerateKey", { body: { keyType } });
  }

  async regenerations(): Promise<number> {
    return (await this.emulator.journal()).filter(({ path }) => path.endsWith("regenerateKey")).length;
  }

  /** Everything that was said. */
  texts(): string {
    return this.host.messages.map(({ text }) => text).join("\n");
  }
}

export function args(more: object = {}): Record<string, unknown> {
  return { ...PLACE, gatewayId: "edge", keyType: "primary", triggers: { release: 1 }, ...more };
}
