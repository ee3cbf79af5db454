import { certificateLifecycle } from "../../../provider/certificate/lifecycle";
import { makePkcs12 } from "../../support/pkcs12";
import { UNKNOWN } from "../../../provider/unknown";
import { args, texts, useScene, written } from "./scene";

const scene = useScene();
const file = makePkcs12({ commonName: "api.contoso.com", password: "correct horse" });
const expired = makePkcs12({ commonName: "old.contoso.com", days: -10 });
const SECRET_IDENTIFIER = "https://kv.vault.azure.net/secrets/api";

test.each([
  { name: "no source", change: {}, says: "data, dataFile, keyVault: none is given; give exactly one of them" },
  { name: "two sources", change: { data: "x", dataFile: "y" }, says: "data, dataFile: are given together" },
  {
    name: "two passwords",
    change: { data: "x", password: "a", passwordEnv: "B" },
    says: "password, passwordEnv: are given together",
  },
  {
    name: "a password with keyVault",
    change: { keyVault: { secretIdentifier: SECRET_IDENTIFIER }, password: "a" },
    says: "password: has no meaning with keyVault",
  },
  {
    name: "refreshTriggers without keyVault",
    change: { data: "x", refreshTriggers: 1 },
    says: "refreshTriggers: works with keyVault only",
  },
  {
    name: "a service name with a blank",
    change: { serviceName: "my service", data: "x" },
    says: 'serviceName: must begin with a letter, hold only letters, digits and "-"',
  },
  { name: "no service", change: { serviceName: undefined, data: "x" }, says: "serviceName: is missing" },
  {
    name: "a certificate id with a star",
    change: { certificateId: "*.contoso", data: "x" },
    says: "certificateId: must not hold any of",
  },
  {
    name: "a certificate id that is too long",
    change: { certificateId: "x".repeat(81), data: "x" },
    says: "certificateId: must have 1 to 80 characters, found 81",
  },
  {
    name: "a subscription by name",
    change: { subscriptionId: "Production", data: "x" },
    says: "subscriptionId: must be a subscription's id",
  },
  {
    name: "a file that is not there",
    change: { dataFile: "nowhere.pfx" },
    says: 'dataFile "nowhere.pfx": there is no such file; paths start at the program\'s folder',
  },
  { name: "a folder", change: { dataFile: "." }, says: 'dataFile ".": is not a file' },
  { name: "data that is not base64", change: { data: "%%%" }, says: "data: is not base64" },
  {
    name: "data that is PEM",
    change: { data: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" },
    says: "PEM",
  },
  {
    name: "a variable that is not set",
    change: { data: file.base64, passwordEnv: "NOWHERE" },
    says: 'passwordEnv: the environment variable "NOWHERE" is not set',
  },
  {
    name: "a wrong password",
    change: { data: file.base64, password: "battery staple" },
    says: "data with password: wrong password, or the file is damaged",
  },
  {
    name: "no password where one is needed",
    change: { data: file.base64 },
    says: "data without a password: the file needs a password and none was given",
  },
  {
    name: "an expired certificate",
    change: { data: expired.base64 },
    says: "declare a renewed one, or set allowExpired",
  },
  {
    name: "days that are no number",
    change: { data: file.base64, password: "correct horse", expiryWarningDays: -1 },
    says: "expiryWarningDays: must be a whole number of days",
  },
  {
    name: "a number for a flag",
    change: { data: file.base64, password: "correct horse", allowExpired: 1 },
    says: "allowExpired: must be true or false, found the number 1",
  },
  {
    name: "the vault's certificate object",
    change: { keyVault: { secretIdentifier: "https://kv.vault.azure.net/certificates/api" } },
    says: "replace /certificates/ by /secrets/",
  },
  {
    name: "an http identifier",
    change: { keyVault: { secretIdentifier: "http://kv.vault.azure.net/secrets/api" } },
    says: "is not an https address",
  },
  {
    name: "an identity's resource id",
    change: {
      keyVault: {
        secretIdentifier: SECRET_IDENTIFIER,
        identityClientId:
          "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i",
      },
    },
    says: "keyVault.identityClientId: is the identity's resource id; give its client id",
  },
])("$name: refused before any request, naming the argument, without a secret", async ({ change, says }) => {
  const { step, failures } = await scene().certificate.up(args(change));
  expect({ step, text: failures.join("\n") }).toEqual({
    step: "failed",
    text: expect.stringContaining(says) as string,
  });
  for (const secret of ["correct horse", "battery staple", file.base64]) expect(failures.join()).not.toContain(secret);
  expect(await scene().emulator.requests()).toEqual([]);
});

test("every mistake is named at once", async () => {
  const { failures } = await scene().certificate.up(
    args({ serviceName: "1", resourceGroupName: "x.", data: "x", dataFile: "y" }),
  );
  expect(failures).toHaveLength(3);
});

describe("what is not known before up", () => {
  test.each([
    { data: UNKNOWN },
    { dataFile: UNKNOWN },
    { data: file.base64, password: UNKNOWN },
    { data: file.base64, passwordEnv: UNKNOWN },
  ])("%j: the facts about the certificate stay unknown", async (change) => {
    const { host } = scene();
    const { inputs, failures } = await certificateLifecycle.check(host, {}, args(change));
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ thumbprint: UNKNOWN, subject: UNKNOWN, expirationDate: UNKNOWN });
  });
});

describe("validity", () => {
  const soon = makePkcs12({ days: 12, password: "" });
  const later = makePkcs12({ notBefore: new Date(Date.now() + 5 * 86_400_000), days: 300 });

  test("expires within 30 days: a warning that counts the days", async () => {
    await scene().certificate.up(args({ data: soon.base64 }));
    expect(texts(scene())).toContain(
      `warning: api: the certificate CN=test.example.com (thumbprint ${soon.thumbprint}) expires on ${soon.expirationDate}, in 11 days`,
    );
  });

  test("expiryWarningDays: no warning before", async () => {
    await scene().certificate.up(args({ data: soon.base64, expiryWarningDays: 7 }));
    expect(texts(scene())).not.toContain("expires on");
  });

  test("not yet valid: a warning", async () => {
    await scene().certificate.up(args({ data: later.base64 }));
    expect(texts(scene())).toContain("is not valid before");
  });

  test("expired: uploaded where allowExpired is set, and warned about", async () => {
    const { step } = await scene().certificate.up(args({ data: expired.base64, allowExpired: true }));
    // The service itself may refuse it; the preview does not.
    expect(texts(scene())).toContain("EXPIRED on");
    expect(["create", "failed"]).toContain(step);
  });

  test("expired, already there and unchanged: a warning, no failure", async () => {
    const { certificate, host } = scene();
    await certificate.up(args({ data: soon.base64 }));
    host.time = new Date(Date.now() + 20 * 86_400_000);
    expect((await certificate.up(args({ data: soon.base64 }))).step).toBe("same");
    expect(texts(scene())).toContain("EXPIRED on");
  });
});

describe("dataFile and passwordEnv", () => {
  test("leave nothing of the file or the password in the state", async () => {
    const { certificate, env } = scene();
    env.PFX_PASSWORD = "correct horse";
    const dataFile = await written(scene(), "api.pfx", file);
    expect((await certificate.up(args({ dataFile, passwordEnv: "PFX_PASSWORD" }))).step).toBe("create");
    const state = JSON.stringify(certificate.saved);
    expect(state).not.toContain("correct horse");
    expect(state).not.toContain(file.base64.slice(0, 40));
    expect(certificate.saved?.outputs).toMatchObject({ thumbprint: file.thumbprint });
  });

  test("data is stored once, among the inputs", async () => {
    const { certificate } = scene();
    await certificate.up(args({ data: file.base64, password: "correct horse" }));
    expect(certificate.saved?.inputs).toHaveProperty("data");
    expect(certificate.saved?.outputs).not.toHaveProperty("data");
    expect(certificate.saved?.outputs).not.toHaveProperty("password");
  });
});

describe("subscription", () => {
  const other = "11111111-2222-3333-4444-555555555555";

  test("a default that differs on another machine moves nothing", async () => {
    const { certificate, host } = scene();
    const withoutSubscription = {
      ...args({ data: file.base64, password: "correct horse" }),
      subscriptionId: undefined,
    };
    await certificate.up(withoutSubscription);
    host.defaultSubscriptionId = () => other;
    expect((await certificate.up(withoutSubscription)).step).toBe("same");
    // Not even a replacement for another reason, whose second check sees no old inputs.
    expect((await certificate.up({ ...withoutSubscription, certificateId: "api2" })).step).toBe("replace");
    expect(certificate.saved?.id).not.toContain(other);
  });

  test("an argument that really differs replaces", async () => {
    const { certificate } = scene();
    await certificate.up(args({ data: file.base64, password: "correct horse" }));
    const { id = "", outputs = {}, inputs = {} } = certificate.saved ?? {};
    const { replaces } = certificateLifecycle.diff({
      id,
      state: outputs,
      inputs: { ...inputs, subscriptionId: other },
    });
    expect(replaces).toEqual(["subscriptionId"]);
  });
});
