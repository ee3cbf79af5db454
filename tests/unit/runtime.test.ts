import { compileFunction } from "node:vm";
import * as runtime from "../../provider/runtime";
import { cleanError, toInitError } from "../../provider/pulumiErrors";
import { PartialFailure } from "../../provider/partialFailure";
import { providerText } from "../../provider/providerText";
import { makePkcs12 } from "../support/pkcs12";

const config = { get: (key: string) => (key === "azure-native:subscriptionId" ? SUBSCRIPTION : undefined) };
const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const place = { resourceGroupName: "rg1", serviceName: "contoso" };

/** As Pulumi's dynamic host has it: one for every text of a process, configured before anything else. */
function configured(create: () => runtime.ResourceProvider): runtime.ResourceProvider {
  const provider = create();
  provider.configure({ config });
  return provider;
}

describe("provider text", () => {
  test.each(["certificate", "gatewayKeyRotation", "gatewayToken"] as const)(
    "%s: at most 300 characters, every method",
    (name) => {
      const text = providerText(name);
      expect(text.length).toBeLessThanOrEqual(300);
      const exported: { handler?: () => object } = {};
      const evaluate = compileFunction(text, ["exports", "require"]) as (exported: object, require: unknown) => void;
      const createRequire = jest.fn(
        () => (entry: string) => (entry === "pulumi-apim-credentials/runtime" ? runtime : {}),
      );
      evaluate(exported, (module: string) => (module === "module" ? { createRequire } : {}));
      expect(Object.keys(exported.handler?.() ?? {}).sort()).toEqual([
        "check",
        "configure",
        "create",
        "delete",
        "diff",
        "read",
        "update",
      ]);
      expect(createRequire).toHaveBeenCalledWith(`${process.cwd()}/`);
    },
  );

  // Stacks keep these texts: a change here is a change of the state format.
  test("is what it always was", () => {
    expect(providerText("certificate")).toBe(
      "exports.handler=()=>require(`module`).createRequire(process.cwd()+`/`)(`pulumi-apim-credentials/runtime`).certificate()",
    );
  });
});

describe("check", () => {
  test("a failure names no property: the engine would print its value", async () => {
    const news = { ...place, certificateId: "api", data: makePkcs12({ password: "a" }).base64, password: "hunter2" };
    const { failures } = await configured(runtime.certificate).check({}, news);
    expect(failures.map(({ property }) => property)).toEqual([""]);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });

  test("the answer is plain JSON: no undefined", async () => {
    const { inputs } = await configured(runtime.gatewayToken).check(
      {},
      { ...place, gatewayId: "edge", keyType: "primary" },
    );
    expect(Object.values(inputs)).not.toContain(undefined);
    expect(inputs).toMatchObject({ subscriptionId: SUBSCRIPTION });
  });
});

test("the resource's URN is not stored", async () => {
  const news = { ...place, gatewayId: "edge", keyType: "primary", __urn: "urn:pulumi:test::test::test::resource" };
  const { inputs } = await configured(runtime.gatewayToken).check({}, news);
  expect(inputs).not.toHaveProperty("__urn");
});

describe("diff", () => {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/contoso/gateways/edge`;
  let provider: runtime.ResourceProvider;
  beforeEach(() => {
    provider = configured(runtime.gatewayKeyRotation);
  });
  const news = (release: number): Record<string, unknown> => ({
    ...place,
    gatewayId: "edge",
    keyType: "primary",
    triggers: release,
    __urn: "u",
  });

  test("a change that shows in the inputs is left to the engine's comparison", async () => {
    const { inputs: first } = await provider.check({}, news(1));
    const { inputs: second } = await provider.check(first, news(2));
    expect(await provider.diff(id, first, second)).toEqual({});
  });

  test("a change that only the state shows is answered", async () => {
    const { inputs } = await provider.check({}, news(1));
    const { inputs: again } = await provider.check(inputs, news(1));
    expect(await provider.diff(id, { ...inputs, changedOutside: true }, again)).toEqual({
      changes: true,
    });
  });

  test("no change is answered", async () => {
    const { inputs } = await provider.check({}, news(1));
    expect(await provider.diff(id, inputs, inputs)).toEqual({ changes: false });
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
