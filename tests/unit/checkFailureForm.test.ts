import { certificateLifecycle } from "../../provider/certificate/lifecycle";
import { gatewayKeyRotationLifecycle } from "../../provider/gatewayKeyRotation/lifecycle";
import { gatewayTokenLifecycle } from "../../provider/gatewayToken/lifecycle";
import type { Lifecycle, Properties } from "../../provider/host";
import { makePkcs12 } from "../support/pkcs12";
import { createTestHost, SUBSCRIPTION } from "../support/testHost";

interface Subject {
  readonly resource: string;
  readonly lifecycle: Lifecycle;
  readonly valid: Properties;
  /** Arguments that `valid` does without. */
  readonly others: readonly string[];
}

const place = { resourceGroupName: "rg1", serviceName: "contoso", subscriptionId: SUBSCRIPTION };
const gateway = { ...place, gatewayId: "edge" };
const { base64 } = makePkcs12();

const subjects: readonly Subject[] = [
  {
    resource: "Certificate",
    lifecycle: certificateLifecycle,
    valid: { ...place, certificateId: "api", data: base64 },
    others: [
      ...["dataFile", "password", "passwordEnv", "keyVault", "refreshTriggers"],
      ...["adoptExisting", "expiryWarningDays", "allowExpired"],
    ],
  },
  {
    resource: "GatewayKeyRotation",
    lifecycle: gatewayKeyRotationLifecycle,
    valid: { ...gateway, keyType: "alternate" },
    others: ["initialKeyType", "rotateEvery", "rotateOnCreate", "triggers"],
  },
  {
    resource: "GatewayToken",
    lifecycle: gatewayTokenLifecycle,
    valid: { ...gateway, keyType: "primary" },
    others: ["validFor", "renewBefore", "triggers"],
  },
];

const secret = "hunter2-hunter2";
const oddValues = [
  null,
  "",
  secret,
  "a/b",
  "..",
  "x".repeat(500),
  "two\nlines",
  "P0D",
  "P99D",
  0,
  -1,
  1.5,
  true,
  [secret],
  { secret },
];

const cases = subjects.flatMap((subject) =>
  [...Object.keys(subject.valid), ...subject.others].map((argument) => ({ ...subject, argument })),
);

/** What the engine would print after the resource's type and name. */
async function failuresOf({ lifecycle, valid }: Subject, wrong: Properties): Promise<readonly string[]> {
  const news = { ...valid, ...wrong, __urn: "urn:pulumi:test::test::test::resource" };
  return (await lifecycle.check(createTestHost(), {}, news)).failures;
}

describe("failures of check", () => {
  it.each(subjects)("$resource: the valid arguments have none", async (subject) =>
    expect(await failuresOf(subject, {})).toEqual([]),
  );

  it.each(cases)("$resource, $argument: argument first, one line, what is wrong, no secret", async (subject) => {
    const { argument, valid, others } = subject;
    const known = [...Object.keys(valid), ...others].join("|");
    for (const value of oddValues) {
      for (const failure of await failuresOf(subject, { [argument]: value })) {
        expect(failure).toMatch(new RegExp(`^(${known})\\b.*: \\S`));
        expect(failure).toMatch(
          /\b(found|is missing|give|keep|must|expected|remove|set|export|name|start at|wrong password)\b/,
        );
        expect(failure).not.toMatch(/[\n.!]$|\n|undefined|\[object|Error/);
        expect(failure.length).toBeLessThan(700);
        if (["data", "password", "passwordEnv", "triggers", "refreshTriggers"].includes(argument))
          expect(failure).not.toContain(secret);
      }
    }
  });

  it.each(cases.filter(({ argument }) => !/[tT]riggers$/.test(argument)))(
    "$resource, $argument: a map is refused, and the argument named",
    async (subject) => {
      const failures = await failuresOf(subject, { [subject.argument]: { secret } });
      expect(failures.some((failure) => failure.includes(subject.argument))).toBe(true);
    },
  );
});
