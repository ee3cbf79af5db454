import type { AccessToken } from "@azure/identity";
import { TokenAuthorization } from "../../provider/signIn/tokenAuthorization";

const HOUR = 3_600_000;

/** Issues token-1, token-2, … for an hour each, until `fail` is set. */
function setUp(): {
  authorization: TokenAuthorization;
  clock: { now: number };
  issue: { count: number; fail?: Error; refreshAfterMs?: number };
  credentials: () => number;
} {
  const clock = { now: 0 };
  const issue: { count: number; fail?: Error; refreshAfterMs?: number } = { count: 0 };
  let credentials = 0;
  const getToken = (): Promise<AccessToken> => {
    issue.count += 1;
    if (issue.fail) return Promise.reject(issue.fail);
    const refresh =
      issue.refreshAfterMs === undefined ? {} : { refreshAfterTimestamp: clock.now + issue.refreshAfterMs };
    return Promise.resolve({ token: `token-${issue.count}`, expiresOnTimestamp: clock.now + HOUR, ...refresh });
  };
  const authorization = new TokenAuthorization({
    createCredential: () => {
      credentials += 1;
      return Promise.resolve({ getToken });
    },
    scope: "https://management.azure.com/.default",
    toError: (failure) => new Error(`signed in: ${(failure as Error).message}`),
    now: () => clock.now,
  });
  return { authorization, clock, issue, credentials: () => credentials };
}

describe("TokenAuthorization", () => {
  it("one token serves all requests, also those that come at the same time", async () => {
    const { authorization, issue, credentials } = setUp();
    const headers = await Promise.all(Array.from({ length: 64 }, () => authorization.header()));
    expect(new Set(headers)).toEqual(new Set(["Bearer token-1"]));
    expect(await authorization.header()).toBe("Bearer token-1");
    expect([issue.count, credentials()]).toEqual([1, 1]);
  });

  it("is renewed five minutes before it ends", async () => {
    const { authorization, clock } = setUp();
    await authorization.header();
    clock.now = HOUR - 300_001;
    expect(await authorization.header()).toBe("Bearer token-1");
    clock.now = HOUR - 300_000;
    expect(await authorization.header()).toBe("Bearer token-2");
  });

  it("is renewed when the issuer says it should be", async () => {
    const { authorization, clock, issue } = setUp();
    issue.refreshAfterMs = HOUR / 2;
    await authorization.header();
    clock.now = HOUR / 2;
    expect(await authorization.header()).toBe("Bearer token-2");
  });

  it("a renewal that fails: the old token serves while it lives, and is not asked for at every request", async () => {
    const { authorization, clock, issue } = setUp();
    await authorization.header();
    issue.fail = new Error("no network");
    clock.now = HOUR - 60_000;
    expect(await authorization.header()).toBe("Bearer token-1");
    expect(await authorization.header()).toBe("Bearer token-1");
    expect(issue.count).toBe(2);
    clock.now = HOUR;
    await expect(authorization.header()).rejects.toThrow("signed in: no network");
    delete issue.fail;
    expect(await authorization.header()).toBe("Bearer token-4");
  });

  it("a sign-in that fails: is final, for every resource of the run", async () => {
    const { authorization, issue } = setUp();
    issue.fail = new Error("wrong secret");
    await expect(authorization.header()).rejects.toThrow("signed in: wrong secret");
    delete issue.fail;
    await expect(authorization.header()).rejects.toThrow("signed in: wrong secret");
    expect(issue.count).toBe(1);
  });

  it("a refused token: is replaced once for all requests that carried it", async () => {
    const { authorization, issue } = setUp();
    const refused = await authorization.header();
    expect(
      await Promise.all([authorization.renew(refused, undefined), authorization.renew(refused, undefined)]),
    ).toEqual([true, true]);
    expect(await authorization.renew(refused, undefined)).toBe(true);
    expect(issue.count).toBe(2);
  });

  it("a refused token that is issued again: sending again cannot help", async () => {
    const token: AccessToken = { token: "same", expiresOnTimestamp: HOUR };
    const authorization = new TokenAuthorization({
      createCredential: () => Promise.resolve({ getToken: () => Promise.resolve(token) }),
      scope: "scope",
      toError: (failure) => failure as Error,
      now: () => 0,
    });
    expect(await authorization.renew(await authorization.header(), undefined)).toBe(false);
  });
});
