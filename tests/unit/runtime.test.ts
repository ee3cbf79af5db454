import { compileFunction } from "node:vm";
import { gatewayKeyRotation, gatewayToken, certificate } from "../../provider/runtime";
import { cleanError, toInitError } from "../../provider/pulumiErrors";
import { PartialFailure } from "../../provider/partialFailure";
import { providerText } from "../../provider/providerText";
import { makePkcs12 } from "../support/pkcs12";

const config = { get: (key: string) => (key === "azure-native:subscriptionId" ? SUBSCRIPTION : undefined) };
const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const place = { resourceGroupName: "rg1", serviceName: "contoso" };

interface Handler {
  configure(request: { config: unknown }): void;
  check(olds: object, news: object): Promise<unknown>;
  [method: string]: unknown;
}

describe("provider text", () => {
  test.each(["certificate", "gatewayKeyRotation", "gatewayToken"] as const)(
    "%s: at most 300 characters, every method",
    (name) => {
      const text = providerText(name);
      expect(text.length).toBeLessThanOrEqual(300);
      const exported: { handler?: () => Handler } = {};
      (compileFunction(text, ["exports"]) as (exported: object) => void)(exported);
      const handler = exported.handler?.();
      expect(Object.keys(handler ?? {}).sort()).toEqual([
        "check",
        "configure",
        "create",
        "delete",
        "diff",
        "read",
        "update",
      ]);
    },
  );

  // Stacks keep these texts: a change here is a change of the state format.
  test("is what it always was", () => {
    expect(providerText("certificate")).toBe(
      "exports.handler=()=>{let c,f=m=>async(...a)=>(await import(`pulumi-apim-credentials/runtime`)).certificate[m](c,...a)," +
        "p={configure(r){c=r.config}};for(let m of[`check`,`diff`,`create`,`read`,`update`,`delete`])p[m]=f(m);return p}",
    );
  });
});

describe("check", () => {
  test("a failure names no property: the engine would print its value", async () => {
    const news = { ...place, certificateId: "api", data: makePkcs12({ password: "a" }).base64, password: "hunter2" };
    const { failures } = await certificate.check(config, {}, news);
    expect(failures.map(({ property }) => property)).toEqual([""]);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });

  test("the answer is plain JSON: no undefined", async () => {
    const { inputs } = await gatewayToken.check(config, {}, { ...place, gatewayId: "edge", keyType: "primary" });
    expect(Object.values(inputs)).not.toContain(undefined);
    expect(inputs).toMatchObject({ subscriptionId: SUBSCRIPTION });
  });
});

describe("diff", () => {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/contoso/gateways/edge`;
  const news = (release: number): object => ({
    ...place,
    gatewayId: "edge",
    keyType: "primary",
    triggers: release,
    __urn: "u",
  });

  test("a change that shows in the inputs is left to the engine's comparison", async () => {
    const { inputs: first } = await gatewayKeyRotation.check(config, {}, news(1) as never);
    const { inputs: second } = await gatewayKeyRotation.check(config, first, news(2) as never);
    expect(await gatewayKeyRotation.diff(config, id, first, second)).toEqual({});
  });

  test("a change that only the state shows is answered", async () => {
    const { inputs } = await gatewayKeyRotation.check(config, {}, news(1) as never);
    const { inputs: again } = await gatewayKeyRotation.check(config, inputs, news(1) as never);
    expect(await gatewayKeyRotation.diff(config, id, { ...inputs, changedOutside: true }, again)).toEqual({
      changes: true,
    });
  });

  test("no change is answered", async () => {
    const { inputs } = await gatewayKeyRotation.check(config, {}, news(1) as never);
    expect(await gatewayKeyRotation.diff(config, id, inputs, inputs)).toEqual({ changes: false });
  });
});

describe("errors", () => {
  test("what the dynamic host prints beside the message holds no stack trace", () => {
    const error = cleanError(new Error("Azure said no"));
    expect(error.message).toBe("Azure said no");
    expect(`${String(error)}: ${error.stack ?? ""}`).toBe("apim-credentials: the reason is on the row of the resource");
  });

  test("a partial failure keeps id, properties with the provider text, and the reason", () => {
    const failure = new PartialFailure("half done", { id: "/x", state: { a: 1, b: undefined } });
    const convert = (): never => toInitError(failure, { __provider: "text" });
    expect(convert).toThrow(
      expect.objectContaining({ id: "/x", properties: { a: 1, __provider: "text" }, reasons: ["half done"] }) as Error,
    );
  });
});
