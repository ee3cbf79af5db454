import { TestEmulator } from "../support/emulator";
import { makePkcs12 } from "../support/pkcs12";
import { createProject, type TestProject } from "../support/pulumi";

const PASSWORD = "correct-horse-battery";
const file = makePkcs12({ commonName: "api.contoso.com", password: PASSWORD });

let emulator: TestEmulator;
let project: TestProject;

beforeAll(async () => {
  emulator = await TestEmulator.start();
  await emulator.givenService();
  await emulator.clearJournal();
  project = await createProject({ env: { APIM_EMULATOR_URL: emulator.url } });
  await project.writeFile("client.pfx", file.bytes);
}, 20 * 60_000);

afterAll(async () => {
  await emulator.close();
  await project.remove();
});

jest.setTimeout(120_000);

const identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
const secretIdentifier = "https://kv.vault.azure.net/secrets/api";

// Every refused argument is a row of tests/integration/certificate/check.test.ts; these are what the CLI makes of them.
test.each([
  {
    name: "several mistakes: all are said at once",
    args: `certificateId: "*.contoso", expiryWarningDays: -1, data: "x", dataFile: "client.pfx"`,
    says: [
      "certificateId: must not hold any of",
      "expiryWarningDays: must be a whole number of days",
      "data, dataFile: are given together",
    ],
  },
  {
    name: "a file that is not there",
    args: `dataFile: "nowhere.pfx"`,
    says: ['dataFile "nowhere.pfx": there is no such file'],
  },
  {
    name: "a variable that is not set",
    args: `dataFile: "client.pfx", passwordEnv: "NOWHERE"`,
    says: ['passwordEnv: the environment variable "NOWHERE" is not set'],
  },
  {
    name: "a wrong password",
    args: `dataFile: "client.pfx", password: "hunter2-hunter2"`,
    says: ['dataFile "client.pfx" with password: wrong password'],
  },
  {
    name: "an identity's resource id in place of its client id",
    args: `keyVault: { secretIdentifier: "${secretIdentifier}", identityClientId: "${identity}" }`,
    says: ["keyVault.identityClientId: is the identity's resource id; give its client id"],
  },
])("preview: $name: an error on the resource's row, no value, no stack trace, no request", async ({ args, says }) => {
  await project.writeProgram(`
const { Certificate } = require("pulumi-apim-credentials");
new Certificate("api", { resourceGroupName: "rg1", serviceName: "contoso", ${args} });
`);
  const { exitCode, messages, stdout, stderr } = await project.stack.preview();
  expect(exitCode).not.toBe(0);
  const errors = messages.filter(({ severity }) => severity === "error");
  expect(errors.map(({ urn }) => urn?.split("::").at(-1))).toEqual(says.map(() => "api"));
  for (const text of says) expect(errors.map((error) => error.text).join("\n")).toContain(text);
  expect(stdout + stderr).not.toMatch(/hunter2-hunter2|value \{|^\s+at /m);
  expect(await emulator.requests()).toEqual([]);
});
