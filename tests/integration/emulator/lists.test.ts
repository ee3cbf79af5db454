import { EmulatorCaller, servicePath, type ListBody } from "../../support/emulator/emulatorCaller";
import { makePfx } from "../../support/emulator/pfxFactory";

let caller: EmulatorCaller;
const alpha = makePfx("p", { commonName: "Alpha.contoso.com", notAfter: new Date("2030-01-01T00:00:00Z") });
const beta = makePfx("p", { commonName: "beta.fabrikam.com", notAfter: new Date("2040-01-01T00:00:00Z") });

beforeAll(async () => {
  caller = await EmulatorCaller.start();
  await caller.furnish();
  for (const [name, pfx] of Object.entries({ alpha, beta })) {
    const body = { properties: { data: pfx.data, password: "p" } };
    await caller.arm("PUT", `${servicePath}/certificates/${name}`, { body });
  }
  const properties = { description: "it's second", locationData: { name: "Berlin" } };
  await caller.arm("PUT", `${servicePath}/gateways/gw2`, { body: { properties } });
});
afterAll(() => caller.close());

async function list(collection: string, query: string): Promise<string[] | number> {
  const answer = await caller.arm<ListBody>("GET", `${servicePath}/${collection}`, { query });
  return answer.status === 200 ? answer.body.value.map(({ name }) => name) : answer.status;
}

const both = ["alpha", "beta"];

test.each([
  ["name eq 'ALPHA'", ["alpha"]],
  ["name ne 'alpha'", ["beta"]],
  ["name gt 'alpha'", ["beta"]],
  ["name ge 'alpha'", both],
  ["name lt 'beta'", ["alpha"]],
  ["name le 'beta'", both],
  ["contains(subject,'ALPHA.con')", ["alpha"]],
  ["substringof('fabrikam',subject)", ["beta"]],
  ["startswith(properties/subject,'CN=alpha')", ["alpha"]],
  ["endswith(name,'a')", both],
  [`thumbprint eq '${alpha.thumbprint.toLowerCase()}'`, ["alpha"]],
  ["expirationDate lt 2035-01-01T00:00:00Z", ["alpha"]],
  ["expirationDate ge datetime'2040-01-01T00:00:00Z'", ["beta"]],
  ["not (name eq 'alpha') and contains(name,'a')", ["beta"]],
  ["name eq 'alpha' or name eq 'beta'", both],
  ["name eq 'x' or name eq 'alpha' and name eq 'x'", []],
  ["contains(expirationDate,'2030')", 400],
  ["expirationDate eq 'soon'", 400],
  ["hasPrivateKey eq 'true'", 400],
  ["name like 'a'", 400],
  ["length(name,'a')", 400],
  ["name eq 'a' and", 400],
  ["name eq 'a' 'b'", 400],
  ["name eq 'a", 400],
  ["name eq alpha", 400],
  [`${"(".repeat(5000)}name eq 'a'`, 400],
  [`${"not ".repeat(5000)}name eq 'a'`, 400],
])("certificates $filter %s", async (filter, expected) => {
  expect(await list("certificates", `&$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
});

test.each([
  ["name eq 'gw2'", ["gw2"]],
  ["region eq 'berlin'", ["gw2"]],
  ["description eq 'it''s second'", ["gw2"]],
  ["startswith(description,'my')", ["gw1"]],
  ["subject eq 'x'", 400],
])("gateways $filter %s", async (filter, expected) => {
  expect(await list("gateways", `&$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
});

test.each([
  ["&$top=1", ["alpha"]],
  ["&$top=1&$skip=1", ["beta"]],
  ["&$skip=5", []],
  ["&$top=0", 400],
  ["&$top=-1", 400],
  ["&$skip=-1", 400],
  ["&$top=one", 400],
  ["&isKeyVaultRefreshFailed=true", []],
  ["&isKeyVaultRefreshFailed=false", both],
  ["&isKeyVaultRefreshFailed=maybe", 400],
])("certificates %s", async (query, expected) => {
  expect(await list("certificates", query)).toEqual(expected);
});

test("nextLink: leads through all pages, count is over all of them, and the last one has none", async () => {
  const first = await caller.arm<ListBody>("GET", `${servicePath}/certificates`, { query: "&$top=1" });
  expect(first.body.count).toBe(2);
  const link = new URL(first.body.nextLink ?? "");
  expect(link.origin).toBe(caller.emulator.url);
  const query = link.search.slice(1).replace(/^api-version=[^&]+/, "");
  const second = await caller.arm<ListBody>("GET", link.pathname, { query });
  expect(second.body.value.map(({ name }) => name)).toEqual(["beta"]);
  expect(second.body).not.toHaveProperty("nextLink");
});
