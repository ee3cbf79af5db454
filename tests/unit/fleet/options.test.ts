import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { help, readOptions, WrongUsage } from "../../../examples/fleet/fleetOptions";
import { readInventory } from "../../../examples/fleet/inventory";

test("options: defaults, and what is given", () => {
  expect(readOptions(["--rotation", "2027-01"])).toMatchObject({
    services: "services.json",
    perSubscription: 1,
    parallel: 8,
    shard: { index: 1, of: 1 },
    releaseLocks: false,
  });
  expect(readOptions(["--rotation", "x", "--shard", "3/50", "--at-once", "4", "--release-locks"])).toMatchObject({
    atOnce: 4,
    shard: { index: 3, of: 50 },
    releaseLocks: true,
  });
});

test.each([
  [],
  ["--rotation", ""],
  ["--rotation", "x", "--shard", "4/3"],
  ["--rotation", "x", "--at-once", "0"],
  ["--what"],
])("options %j %j %j %j: wrong usage", (...args) => expect(() => readOptions(args)).toThrow(WrongUsage));

test("help: names every option", () => {
  expect(readOptions(["--help"])).toBeUndefined();
  for (const name of ["rotation", "services", "at-once", "per-subscription", "parallel", "shard", "release-locks"])
    expect(help).toContain(`  --${name} `);
});

describe("inventory", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "fleet-inventory-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const service = { subscription: "1", resourceGroup: "rg", service: "contoso", gateways: ["edge"] };

  test.each([
    ["no list", {}, /a list of services/],
    ["no gateways", [{ ...service, gateways: 50 }], /entry 1 needs/],
    [
      "a service twice, in another letter case",
      [service, { ...service, service: "Contoso" }],
      /"Contoso" stands in it twice/,
    ],
  ])("%s: refused", async (_, content, message) => {
    const file = join(folder, "services.json");
    writeFileSync(file, JSON.stringify(content));
    await expect(readInventory(file)).rejects.toThrow(message);
  });
});
