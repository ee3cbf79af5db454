import { requestOidcToken } from "../../../provider/signIn/requestOidcToken";
import type { SignInSettings } from "../../../provider/signIn/settings";
import { answerJson, startLoopbackServer, type Answerer, type LoopbackServer } from "../../support/loopbackServer";
import { TestTime } from "../../support/testTime";

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function request(
  answer: Answerer,
): Promise<{ answered: Promise<string>; time: TestTime; server: LoopbackServer }> {
  server = await startLoopbackServer(answer);
  const time = new TestTime();
  return { answered: requestOidcToken(settings(`${server.url}/idtoken?api-version=2`), time), time, server };
}

const settings = (oidcRequestUrl: string): SignInSettings => ({
  auxiliaryTenantIds: [],
  useOidc: true,
  useMsi: false,
  useDefaultAzureCredential: false,
  disableInstanceDiscovery: false,
  oidcRequestUrl,
  oidcRequestToken: "request-token",
});

describe("requestOidcToken", () => {
  it("asks with the token for requests, the audience, and what the URL says already", async () => {
    const { answered, server } = await request((response) => answerJson(response, 200, { value: "oidc-token" }));
    expect(await answered).toBe("oidc-token");
    expect(server.received).toMatchObject([
      {
        method: "GET",
        url: "/idtoken?api-version=2&audience=api%3A%2F%2FAzureADTokenExchange",
        headers: { authorization: "Bearer request-token" },
      },
    ]);
  });

  it("a fault of the service, and a broken connection: asked again", async () => {
    const { answered, time } = await request((response, { index, message }) => {
      if (index === 0) answerJson(response, 503, {});
      else if (index === 1) message.socket.destroy();
      else answerJson(response, 200, { value: "oidc-token" });
    });
    expect(await answered).toBe("oidc-token");
    expect(time.waits).toHaveLength(2);
  });

  it.each([
    ["403", 403, { message: "no" }],
    ["200 without a token", 200, { count: 0 }],
  ])("%s: refused at once, with host and status, and without the answer", async (_case, status, body) => {
    const { answered, time, server } = await request((response) => answerJson(response, status, body));
    await expect(answered).rejects.toThrow(
      `${new URL(server.url).host} answered the request for an OIDC token with status ${status} and no token`,
    );
    expect(time.waits).toEqual([]);
  });

  it("a redirect: the token for requests goes nowhere else", async () => {
    const elsewhere = await startLoopbackServer((response) => answerJson(response, 200, { value: "stolen" }));
    const { answered } = await request((response) => response.writeHead(307, { Location: elsewhere.url }).end());
    await expect(answered).rejects.toThrow(/status 307 and no token/);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it.each(["http://actions.example/token", "actions.example/token", "file:///etc/hosts"])(
    "%s: is refused before anything is sent",
    async (url) => {
      await expect(requestOidcToken(settings(url), new TestTime())).rejects.toThrow("is not an https address");
    },
  );
});
