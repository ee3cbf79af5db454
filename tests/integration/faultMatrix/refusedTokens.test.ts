import type { TokenCredential } from "@azure/identity";
import { TokenAuthorization } from "../../../provider/signIn/tokenAuthorization";
import { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { Lab } from "./lab";
import { operations } from "./operations";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
afterAll(() => caller.close());

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1748773230"}}}';
const expired = { "WWW-Authenticate": 'Bearer authorization_uri="https://login.example/", error="invalid_token"' };
const challenge = {
  "WWW-Authenticate": `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`,
};

/** Issues token-1, token-2, and so on, and keeps what it was asked. */
function signIn(): { authorization: TokenAuthorization; asked: (string | undefined)[]; credentials: () => number } {
  const asked: (string | undefined)[] = [];
  let credentials = 0;
  const credential: TokenCredential = {
    getToken: (_scope, options) => {
      const token = `token-${asked.push(options?.claims)}`;
      return Promise.resolve({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER });
    },
  };
  const authorization = new TokenAuthorization({
    createCredential: () => Promise.resolve(credential).finally(() => (credentials += 1)),
    scope: "https://management.example/.default",
    toError: (failure) => failure as Error,
    now: Date.now,
  });
  return { authorization, asked, credentials: () => credentials };
}

const rows = operations.flatMap((row) => [
  { name: row.name, row, kind: "expired", headers: expired, asked: [undefined, undefined], credentials: 2 },
  { name: row.name, row, kind: "claims", headers: challenge, asked: [undefined, claims], credentials: 1 },
]);

it.each(rows)("$name: 401 $kind is answered with another token, once", async ({ row, headers, asked, credentials }) => {
  const source = signIn();
  const lab = await Lab.open(caller, { authorization: source.authorization });
  await row.prepare(lab);
  const before = await lab.state();
  await lab.fault(row.method, row.path, {
    status: 401,
    headers,
    body: { error: { code: "ExpiredAuthenticationToken" } },
  });

  expect(await row.run(lab)).toEqual(row.answers(before));

  expect(await lab.requests()).toEqual([`${row.method} 401`, `${row.method} ${row.status}`]);
  expect(source.asked).toEqual(asked);
  expect(source.credentials()).toBe(credentials);
  expect(lab.time.waits).toEqual([]);
  expect([undefined, 1]).toContain(row.timesDone(before, await lab.state()));
});

it.each(operations)("$name: a second 401 is final", async (row) => {
  const lab = await Lab.open(caller, { authorization: signIn().authorization });
  await row.prepare(lab);
  const before = await lab.state();
  const fault = { status: 401, headers: challenge, body: { error: { code: "AuthenticationFailed" } } };
  await caller.control("POST", "faults", [{ match: { method: row.method, pathPattern: `${row.path}$` }, fault }]);
  await lab.fault(row.method, row.path, fault);

  await expect(row.run(lab)).rejects.toMatchObject({ name: "ArmError", status: 401, requestWasSent: "no" });

  expect(await lab.requests()).toEqual([`${row.method} 401`, `${row.method} 401`]);
  expect([undefined, 0]).toContain(row.timesDone(before, await lab.state()));
});
