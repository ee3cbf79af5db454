/**
 * The exchanges that Azure's own SDK tests recorded, asked again: status, ETag and the exact members of each answer.
 * Sources: azure-sdk-for-net CertificateTests and GatewayTests (a4363f3, 1346f21), azure-sdk-for-go TestApimgatewaysTestSuite (829b7e6).
 */
import { EmulatorCaller, servicePath } from "../support/emulator/emulatorCaller";
import { makePfx } from "../support/emulator/pfxFactory";

const vault = "https://kv1.vault.azure.net";
const pfx = makePfx("p", { commonName: "*.msitesting.net" });
const upload = { properties: { data: pfx.data, password: "p" } };
const gatewayBody = { properties: { description: "my gateway 1", locationData: { name: "my location" } } };
const expiry = "2023-03-16T22:20:13.2377603Z";

const bigEndian = /^"AAAAAAAA[A-Za-z0-9+/]{3}="$/;
const littleEndian = /^"[A-Za-z0-9+/]{3}AAAAAAAA="$/;
const certificateShape = {
  id: "",
  type: "",
  name: "",
  properties: ["subject", "thumbprint", "expirationDate", "hasPrivateKey"],
};
const keyVaultShape = { ...certificateShape, properties: [...certificateShape.properties, "keyVault"] };
const gatewayShape = { id: "", type: "", name: "", properties: ["locationData", "description", "heartbeat"] };

interface Recorded {
  readonly request: readonly [method: string, path: string, body?: object];
  readonly ifMatch?: string;
  readonly status: number;
  readonly etag?: RegExp;
  readonly body?: object;
}

/** In this order. */
const recorded: readonly Recorded[] = [
  { request: ["GET", "certificates"], status: 200, body: { value: "", count: "" } },
  { request: ["PUT", "certificates/c1", upload], status: 201, etag: bigEndian, body: certificateShape },
  { request: ["GET", "certificates/c1"], status: 200, etag: bigEndian, body: certificateShape },
  {
    request: ["PUT", "certificates/kv", { properties: { keyVault: { secretIdentifier: `${vault}/secrets/s` } } }],
    status: 201,
    etag: bigEndian,
    body: keyVaultShape,
  },
  {
    request: ["POST", "certificates/kv/refreshSecret"],
    status: 200,
    etag: bigEndian,
    body: {
      id: "",
      subject: "",
      thumbprint: "",
      expirationDate: "",
      hasPrivateKey: "",
      keyVault: ["secretIdentifier", "identityClientId", "lastStatus"],
    },
  },
  { request: ["DELETE", "certificates/c1"], ifMatch: "*", status: 200 },
  { request: ["DELETE", "certificates/c1"], ifMatch: "*", status: 204 },
  { request: ["PUT", "gateways/gw2", gatewayBody], status: 201, etag: littleEndian, body: gatewayShape },
  { request: ["HEAD", "gateways/gw2"], status: 200, etag: littleEndian },
  { request: ["GET", "gateways/gw2"], status: 200, etag: littleEndian, body: gatewayShape },
  {
    request: ["PATCH", "gateways/gw2", gatewayBody],
    ifMatch: "*",
    status: 200,
    etag: littleEndian,
    body: gatewayShape,
  },
  { request: ["POST", "gateways/gw2/listKeys"], status: 200, etag: littleEndian, body: { primary: "", secondary: "" } },
  { request: ["POST", "gateways/gw2/regenerateKey", { keyType: "primary" }], status: 204 },
  { request: ["POST", "gateways/gw2/generateToken", { keyType: "primary", expiry }], status: 200, body: { value: "" } },
  { request: ["DELETE", "gateways/gw2"], ifMatch: "*", status: 200 },
  { request: ["DELETE", "gateways/gw2"], ifMatch: "*", status: 204 },
  { request: ["POST", "gateways/gw2/listKeys"], status: 400, body: { error: ["code", "message", "details"] } },
];

/** Members only: a list of names stands for an object's members, anything else for any value. */
function membersOf(value: unknown, like: unknown): unknown {
  if (Array.isArray(like)) return Object.keys(value as object);
  if (typeof like !== "object" || like === null) return "";
  const template = like as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [name, membersOf(member, template[name])]),
  );
}

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
  await caller.furnish();
  const { body } = await caller.control<{ clientId: string }>("POST", "identities", { service: servicePath });
  await caller.control("POST", "vault-access", { vault, clientId: body.clientId });
  await caller.control("POST", "vault-secrets", {
    secretIdentifier: `${vault}/secrets/s`,
    data: pfx.data,
    password: "p",
  });
});
afterAll(() => caller.close());

test.each(recorded)(
  "$request.0 $request.1: $status",
  async ({ request: [method, path, sent], ifMatch, ...expected }) => {
    const answer = await caller.arm<unknown>(method, `${servicePath}/${path}`, {
      ...(sent === undefined ? {} : { body: sent }),
      ...(ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } }),
    });
    expect(answer.status).toBe(expected.status);
    if (expected.etag === undefined) expect(answer.headers.get("etag")).toBeNull();
    else expect(answer.headers.get("etag")).toMatch(expected.etag);
    expect(answer.body === undefined ? undefined : membersOf(answer.body, expected.body)).toEqual(expected.body);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-cache",
      pragma: "no-cache",
      expires: "-1",
      server: "Microsoft-HTTPAPI/2.0",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      ...(answer.text === "" ? {} : { "content-type": "application/json; charset=utf-8" }),
    });
  },
);
