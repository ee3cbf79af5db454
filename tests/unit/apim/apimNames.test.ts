import {
  certificateIdProblem,
  gatewayIdProblem,
  resourceGroupNameProblem,
  serviceNameProblem,
  subscriptionIdProblem,
} from "../../../provider/apim/names";
import {
  certificateResourceId,
  gatewayResourceId,
  parseResourceId,
  sameResource,
} from "../../../provider/apim/resourceId";

const rules = {
  subscriptionId: subscriptionIdProblem,
  resourceGroupName: resourceGroupNameProblem,
  serviceName: serviceNameProblem,
  certificateId: certificateIdProblem,
  gatewayId: gatewayIdProblem,
};

describe("names", () => {
  it.each<[keyof typeof rules, string]>([
    ["subscriptionId", "11111111-2222-3333-4444-555555555555"],
    ["subscriptionId", "ABCDEFAB-2222-3333-4444-555555555555"],
    ["resourceGroupName", "rg_1.(prod)-ä"],
    ["serviceName", "a"],
    ["serviceName", "Contoso-1"],
    ["serviceName", "a".repeat(50)],
    ["certificateId", "backend"],
    ["certificateId", "a b"],
    ["certificateId", "ä%@$"],
    ["certificateId", "a".repeat(80)],
    ["gatewayId", "gw:1*"],
    ["gatewayId", "Managed2"],
  ])("%s %j: is allowed", (name, value) => {
    expect(rules[name](value)).toBeUndefined();
  });

  it.each<[keyof typeof rules, string, RegExp]>([
    ["subscriptionId", "Production", /not its name/],
    ["subscriptionId", "", /must be a subscription's id/],
    ["resourceGroupName", "", /1 to 90 characters/],
    ["resourceGroupName", "rg.", /must not end with/],
    ["resourceGroupName", "a/b", /may hold/],
    ["serviceName", "1a", /begin with a letter/],
    ["serviceName", "a-", /end with a letter or digit/],
    ["serviceName", "a_b", /only letters/],
    ["serviceName", "a".repeat(51), /1 to 50 characters, found 51/],
    ...["*", "#", "&", "+", ":", "<", ">", "?"].map((sign): [keyof typeof rules, string, RegExp] => [
      "certificateId",
      `a${sign}b`,
      /must not hold any of/,
    ]),
    ["certificateId", "", /1 to 80 characters/],
    ["certificateId", "a".repeat(81), /found 81/],
    ["certificateId", "a/b", /must not hold "\/"/],
    ["certificateId", "..", /meaning of its own/],
    ["gatewayId", "managed", /the service's own gateway/],
    ["gatewayId", "MANAGED", /the service's own gateway/],
    ["gatewayId", "", /1 to 80 characters/],
    ["gatewayId", "a\\b", /must not hold/],
  ])("%s %j: is refused in a sentence", (name, value, problem) => {
    expect(rules[name](value)).toMatch(problem);
  });
});

describe("resource ids", () => {
  const service = { subscriptionId: "s", resourceGroupName: "rg", serviceName: "apim1" };

  it("are composed and taken apart again, names as they are", () => {
    const certificate = certificateResourceId({ ...service, certificateId: "a bä%" });
    expect(certificate).toBe(
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim1/certificates/a bä%",
    );
    expect(parseResourceId(certificate)).toEqual({ ...service, certificateId: "a bä%" });
    const gateway = gatewayResourceId({ ...service, gatewayId: "gw1" });
    expect(parseResourceId(gateway)).toEqual({ ...service, gatewayId: "gw1" });
    expect(parseResourceId(gateway.slice(0, gateway.indexOf("/gateways")))).toEqual(service);
  });

  it("Azure's words in any case are understood, and letter case makes no other resource", () => {
    const id = gatewayResourceId({ ...service, gatewayId: "gw1" });
    expect(parseResourceId(id.replace("resourceGroups", "resourcegroups"))).toEqual({ ...service, gatewayId: "gw1" });
    expect(sameResource(id, id.toUpperCase())).toBe(true);
    expect(sameResource(id, `${id}2`)).toBe(false);
  });

  it.each(["", "/subscriptions/s", "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/x", "apim1"])(
    "%j: is no resource id of this package",
    (id) => {
      expect(() => parseResourceId(id)).toThrow(/is not the resource id/);
    },
  );
});
