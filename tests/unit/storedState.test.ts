import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lifecycle, Properties } from "../../provider/host";
import { certificateLifecycle } from "../../provider/certificate/lifecycle";
import { gatewayKeyRotationLifecycle } from "../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../provider/gatewayToken/lifecycle";
import { createTestHost } from "../support/testHost";

/** A resource as a released version stored it, and the program that it belongs to. Never to be changed, only added to. */
interface StoredResource {
  readonly lifecycle: keyof typeof lifecycles;
  readonly at: string;
  readonly program: Properties;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Names of before, and those of today that have taken their place. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const lifecycles = {
  certificate: certificateLifecycle,
  gatewayKeyRotation: gatewayKeyRotationLifecycle,
  gatewayToken: gatewayTokenLifecycle,
} satisfies Record<string, Lifecycle>;

const folder = join(__dirname, "../fixtures/state");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

test.each(files)("%s: the program that made it previews clean, and no stored key is lost", async (name) => {
  const stored = JSON.parse(readFileSync(join(folder, name), "utf8")) as StoredResource;
  const lifecycle = lifecycles[stored.lifecycle];
  const host = createTestHost({ now: stored.at, folder, env: { PFX_PASSWORD: "throw-away" } });
  const news = { ...stored.program, __urn: "urn:pulumi:dev::contoso::type::name" };
  const { inputs, failures } = await lifecycle.check(host, stored.inputs, news);
  expect(failures).toEqual([]);
  const kept = Object.entries(stored.inputs).map(([name, value]) => [stored.renamed?.[name] ?? name, value]);
  const toStore = { __provider: stored.inputs.__provider, ...inputs, __urn: undefined };
  expect(JSON.parse(JSON.stringify(toStore))).toEqual(Object.fromEntries(kept));
  const { changes, replaces } = lifecycle.diff({ id: stored.id, state: stored.outputs, inputs });
  expect({ changes, replaces }).toEqual({ changes: false, replaces: undefined });
});

test("there are stored states of every resource", () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
});
