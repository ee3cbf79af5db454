import { CheckedInputs } from "../../provider/checkedInputs";

const urn = "urn:pulumi:test::test::test::resource";

test("what was checked is found again in whatever order the engine hands it on, with what it adds", () => {
  const checked = new CheckedInputs();
  checked.keep({ __urn: urn, certificateId: "api", keyVault: { secretIdentifier: "s", identityClientId: "i" } }, {});
  const inputs = {
    keyVault: { identityClientId: "i", secretIdentifier: "s" },
    certificateId: "api",
    __provider: "text",
  };
  expect(checked.withUrn(inputs)).toEqual({ ...inputs, __urn: urn });
});

test("what was not checked in this run stays as it is", () => {
  const checked = new CheckedInputs();
  checked.keep({ __urn: urn, triggers: [1, 2] }, {});
  expect(checked.withUrn({ triggers: [2, 1] })).toEqual({ triggers: [2, 1] });
});

test("two resources do not get each other's URN", () => {
  const checked = new CheckedInputs();
  for (const name of ["a", "b"]) checked.keep({ __urn: `${urn}-${name}`, certificateId: name }, {});
  expect(checked.withUrn({ certificateId: "a" })).toHaveProperty("__urn", `${urn}-a`);
});
