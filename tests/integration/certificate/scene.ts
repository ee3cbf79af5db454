import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateLifecycle } from "../../../provider/certificate/lifecycle";
import { EngineResource } from "../../support/engine";
import { PLACE, TestEmulator } from "../../support/emulator";
import { reexport, type TestPkcs12 } from "../../support/pkcs12";
import { createTestHost, type TestHost } from "../../support/testHost";

/** An emulator with a service, a folder for files, and one certificate resource. */
export interface Scene {
  readonly emulator: TestEmulator;
  readonly host: TestHost;
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly certificate: EngineResource;
  readonly another: (name: string) => EngineResource;
}

const scenes: { emulator?: TestEmulator; folder?: string } = {};

/** Call once in a test file: makes a fresh scene for each test. */
export function useScene(): () => Scene {
  let scene: Scene | undefined;
  beforeAll(async () => {
    scenes.emulator = await TestEmulator.start();
    scenes.folder = await mkdtemp(join(tmpdir(), "apim-certificate-"));
  });
  afterAll(async () => {
    await scenes.emulator?.close();
    await rm(scenes.folder ?? "", { recursive: true, force: true });
  });
  beforeEach(async () => {
    const { emulator, folder } = scenes;
    if (emulator === undefined || folder === undefined) throw new Error("the emulator did not start");
    await emulator.reset();
    await emulator.givenService();
    await emulator.clearJournal();
    const env: Record<string, string> = {};
    const host = createTestHost({ emulatorUrl: emulator.url, now: new Date().toISOString(), folder, env });
    const another = (name: string): EngineResource =>
      new EngineResource(certificateLifecycle, host, `urn:pulumi:test::test::test::${name}`);
    scene = { emulator, host, folder, env, certificate: another("api"), another };
  });
  return () => {
    if (scene === undefined) throw new Error("no scene outside of a test");
    return scene;
  };
}

/** The arguments of a program, with the defaults of its class. */
export function args(more: object): Record<string, unknown> {
  return { ...PLACE, certificateId: "api", ...more };
}

export async function written(scene: Scene, name: string, file: TestPkcs12): Promise<string> {
  await writeFile(join(scene.folder, name), file.bytes);
  return name;
}

/** What somebody else uploads by hand. */
export async function uploadByHand({ emulator }: Scene, file: TestPkcs12): Promise<void> {
  const body = { properties: { data: reexport(file, "").base64, password: "" } };
  const { status } = await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
  if (status >= 300) throw new Error(`the upload by hand was answered ${status}`);
}

export async function liveThumbprint({ emulator }: Scene): Promise<string | undefined> {
  const { body } = await emulator.arm("GET", "/certificates/api");
  return (body as { properties?: { thumbprint: string } }).properties?.thumbprint;
}

export function texts({ host }: Scene): string {
  return host.messages.map(({ severity, text }) => `${severity}: ${text}`).join("\n");
}
