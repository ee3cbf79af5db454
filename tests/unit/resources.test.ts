import * as pulumi from "@pulumi/pulumi";
import { Certificate, GatewayKeyRotation, GatewayToken } from "../../provider";

const place = { resourceGroupName: "rg1", serviceName: "contoso", gatewayId: "edge" };

interface Registered {
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const registered: Registered[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      registered.push(args);
      return { id: `${args.name}-id`, state: args.inputs as object };
    },
    call: () => ({}),
  });
});

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Every output that the class declares can be used, whatever arguments were given. */
test.each([
  {
    resource: () => new Certificate("a", { ...place, dataFile: "x" }),
    outputs: ["name", "type", "thumbprint", "subject", "expirationDate", "hasPrivateKey", "keyVault", "etag"],
  },
  {
    resource: () => new GatewayKeyRotation("b", { ...place, keyType: "primary" }),
    outputs: [
      "activeKeyType",
      "lastRotatedKeyType",
      "lastRotationReason",
      "rotatedAt",
      "rotationCount",
      "nextRotationAt",
      "primaryFingerprint",
      "secondaryFingerprint",
      "changedOutside",
    ],
  },
  {
    resource: () => new GatewayToken("c", { ...place, keyType: "primary" }),
    outputs: ["token", "expiresAt", "changedOutside"],
  },
])("outputs: $outputs", ({ resource, outputs }) => {
  const made = resource() as unknown as Record<string, unknown>;
  expect(outputs.filter((output) => !pulumi.Output.isInstance(made[output]))).toEqual([]);
});

test("certificate: the id defaults to the resource's name; data and password are secret", async () => {
  const certificate = new Certificate("named", { ...place, data: "bytes", password: "pw" });
  expect(await valueOf(certificate.name)).toBe("named");
  expect(await valueOf(certificate.type)).toBe("Microsoft.ApiManagement/service/certificates");
  expect(await pulumi.isSecret((certificate as unknown as { data: pulumi.Output<string> }).data)).toBe(true);
  const { inputs } = registered.find(({ name }) => name === "named") ?? {};
  expect(inputs).toMatchObject({ certificateId: "named", data: { value: "bytes" }, password: { value: "pw" } });
});

test("the URN that messages are sent to follows the parent, and adds no dependency", async () => {
  const parent = new pulumi.ComponentResource("my:component:Type", "parent");
  const child = new Certificate("child", { ...place, dataFile: "x" }, { parent });
  await valueOf(child.urn);
  const { inputs } = registered.find(({ name }) => name === "child") ?? {};
  expect(inputs).toMatchObject({
    __urn: expect.stringMatching(
      /my:component:Type\$pulumi-nodejs:dynamic\/apim-credentials:Certificate::child$/,
    ) as string,
  });
});

test("an error of the constructor tells where in the program it was called, and traces go on as before", () => {
  const settings = (): unknown[] =>
    ["stackTraceLimit", "prepareStackTrace"].map((name) => Reflect.get(Error, name) as unknown);
  const before = settings();
  const mistake = (): unknown => new Certificate("", { ...place, dataFile: "x" });
  let stack: string | undefined;
  try {
    mistake();
  } catch (error) {
    ({ stack } = error as Error);
  }
  expect(stack).toMatch(/Missing resource name[^]*resources\.test\.ts/);
  expect(settings()).toEqual(before);
});

test("promises of properties carry no stack trace: they are most of what a resource costs a program", async () => {
  const traces: unknown[] = [];
  const define = jest.spyOn(Object, "defineProperty").mockImplementation((target, key, descriptor) => {
    if (key === "_debugStackTrace") traces.push(descriptor.value);
    Reflect.defineProperty(target as object, key, descriptor);
    return target;
  });
  const certificate = new Certificate("traced", { ...place, dataFile: "x" });
  define.mockRestore();
  await valueOf(certificate.urn);
  expect(traces.length).toBeGreaterThan(40);
  expect(traces.filter((trace) => String(trace).includes("\n    at "))).toEqual([]);
});
