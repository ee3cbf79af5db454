import { describeFailure } from "../../provider/arm/failure";
import type { Transport } from "../../provider/arm/transport";
import { readCloudMetadata } from "../../provider/signIn/cloudMetadata";
import { TestTime } from "../support/testTime";

const entry = {
  name: "Private",
  resourceManager: "https://management.private.example/",
  authentication: {
    loginEndpoint: "https://login.private.example/",
    audiences: ["https://old.private.example/", "https://management.private.example"],
  },
};
const answering =
  (status: number, body: unknown): Transport =>
  () =>
    Promise.resolve({
      kind: "answer",
      status,
      header: () => undefined,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
const read = (transport: Transport, environment?: string): Promise<unknown> =>
  readCloudMetadata({ transport, time: new TestTime() }, { metadataHost: "private.example", environment });

describe("readCloudMetadata", () => {
  it("an object, as newer versions answer: sign-in, resource manager and audience", async () => {
    expect(await read(answering(200, entry))).toEqual({
      name: "Private",
      authorityHost: "https://login.private.example",
      resourceManager: "https://management.private.example",
      scope: "https://management.private.example/.default",
      isWellKnown: false,
    });
  });

  it("a list, as older versions answer: the entry of that name, else the first", async () => {
    const list = [{ ...entry, name: "Other" }, entry];
    expect(await read(answering(200, list), "private")).toMatchObject({ name: "Private" });
    expect(await read(answering(200, list))).toMatchObject({ name: "Other" });
  });

  it("audiences without the resource manager: the first one", async () => {
    const audiences = ["https://audience.private.example/"];
    const custom = { ...entry, authentication: { ...entry.authentication, audiences } };
    expect(await read(answering(200, custom))).toMatchObject({ scope: "https://audience.private.example/.default" });
  });

  it.each([
    ["no resource manager", 200, { ...entry, resourceManager: undefined }, /resourceManager is not an https address/],
    [
      "a resource manager over http",
      200,
      { ...entry, resourceManager: "http://management.private.example" },
      /resourceManager is not an https/,
    ],
    [
      "sign-in over http",
      200,
      { ...entry, authentication: { loginEndpoint: "http://login.private.example" } },
      /loginEndpoint is not an https/,
    ],
    ["HTML", 200, "<html></html>", /loginEndpoint is not/],
    ["404", 404, "", /status 404/],
  ] as const)("%s: is refused, naming the setting", async (...[, status, body, message]) => {
    await expect(read(answering(status, body))).rejects.toThrow(message);
    await expect(read(answering(status, body))).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining('ARM_METADATA_HOSTNAME) "private.example"') as unknown,
    });
  });

  it.each([
    "https://private.example",
    "private.example/path",
    "user@private.example",
    "private example",
    "a\\b",
    "private.example:port",
    "",
  ])("%j: is no host, and nobody is asked", async (metadataHost) => {
    const transport: Transport = () => Promise.reject(new Error("a request was made"));
    await expect(
      readCloudMetadata({ transport, time: new TestTime() }, { metadataHost, environment: undefined }),
    ).rejects.toThrow(/is not a host name such as/);
  });

  it.each(["management.private.example", "127.0.0.1:8443", "[::1]:8443"])("%s: is a host", async (metadataHost) => {
    const urls: string[] = [];
    const transport: Transport = ({ url, ...request }) => {
      urls.push(url);
      return answering(200, entry)({ url, ...request });
    };
    await readCloudMetadata({ transport, time: new TestTime() }, { metadataHost, environment: undefined });
    expect(urls).toEqual([`https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`]);
  });

  it.each([500, 503, 429])("status %i at first: is asked again", async (status) => {
    const answers = [answering(status, ""), answering(200, entry)];
    const transport: Transport = (request) => (answers.shift() ?? answering(500, ""))(request);
    expect(await read(transport)).toMatchObject({ name: "Private" });
  });

  it("no connection for a minute: is given up, with the reason", async () => {
    const time = new TestTime();
    const transport: Transport = () => Promise.resolve(describeFailure({ code: "ENOTFOUND" }));
    const asked = readCloudMetadata({ transport, time }, { metadataHost: "private.example", environment: undefined });
    await expect(asked).rejects.toThrow(/"private\.example" cannot be used: the host name is not known/);
    expect(time.waits).toHaveLength(4);
  });
});
