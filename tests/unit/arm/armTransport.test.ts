import { createTransport } from "../../../provider/arm/transport";

describe("createTransport", () => {
  it.each(["http://192.0.2.1/", "http://management.azure.com/", "http://127.0.0.1.example/"])(
    "%s: plain http is not spoken to another machine, whatever the request",
    async (url) => {
      const transport = createTransport({ useProxy: false });
      expect(
        await transport({ method: "GET", url, headers: { Authorization: "Bearer t" }, timeoutMs: 5_000 }),
      ).toMatchObject({
        kind: "no-answer",
        code: "plain-http",
        requestWasSent: "no",
        isPermanent: true,
      });
    },
  );
});
