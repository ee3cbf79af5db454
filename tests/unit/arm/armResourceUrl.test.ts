import type { ArmRequest } from "../../../provider/arm/client";
import { resourceUrl } from "../../../provider/arm/resourceUrl";

const request = (resourceId: string, change: Partial<ArmRequest> = {}): ArmRequest => ({
  operation: "Test",
  method: "GET",
  resourceId,
  repeatability: "safe",
  expect: [200],
  ...change,
});
const url = (resourceId: string, change?: Partial<ArmRequest>): string =>
  resourceUrl("https://management.azure.com", request(resourceId, change), "2021-08-01");

describe("resourceUrl", () => {
  it.each([
    ["plain", "plain"],
    ["a b", "a%20b"],
    ["ä", "%C3%A4"],
    ["50%", "50%25"],
    ["%2e%2e", "%252e%252e"],
    ["a\\b", "a%5Cb"],
    ["q?x=1", "q%3Fx%3D1"],
    ["h#1", "h%231"],
    ["@evil.example", "%40evil.example"],
  ])("%s: is encoded as one segment", (name, encoded) => {
    const text = url(`/certificates/${name}`);
    expect(text).toBe(`https://management.azure.com/certificates/${encoded}?api-version=2021-08-01`);
    expect(decodeURIComponent(new URL(text).pathname)).toBe(`/certificates/${name}`);
  });

  it("action and query follow", () => {
    expect(url("/gateways/g", { action: "/listKeys", query: { $top: "1" } })).toBe(
      "https://management.azure.com/gateways/g/listKeys?api-version=2021-08-01&%24top=1",
    );
  });

  it.each(["/certificates/..", "/certificates/.", "/certificates//x", "@evil.example/x", "", "https://evil.example/"])(
    "%j: is refused, for it would lead elsewhere",
    (resourceId) => {
      expect(() => url(resourceId)).toThrow("is not a resource id");
    },
  );
});
