import { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { faults, type FaultColumn } from "./faults";
import { Lab } from "./lab";
import { operations, type OperationRow } from "./operations";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
afterAll(() => caller.close());

/** What the journal must show, and whether the call succeeds; `times` is how often the service has carried it out then. */
interface Expectation {
  readonly requests: readonly string[];
  readonly succeeds: boolean;
  readonly times: number;
  /** Where it is not the fault's own. */
  readonly error?: FaultColumn["error"];
}

const refusedIfMatch = { name: "ArmError", code: "PreconditionFailed" } as const;

// A HEAD's answer has no body to tell a code.
function errorOf({ method }: OperationRow, { error, fault }: FaultColumn, lab: Lab): object {
  const { status } = fault(lab) as { status?: number };
  return method === "HEAD" && error?.name === "ArmError" ? { ...error, code: `http-${status ?? ""}` } : { ...error };
}

function expectation(operation: OperationRow, { meaning, shown, fault }: FaultColumn, lab: Lab): Expectation {
  const { method, status, repeatability } = operation;
  const met = `${method} ${shown ?? String((fault(lab) as { status?: number }).status)}`;
  const again = `${method} ${status}`;
  if (meaning === "final") return { requests: [met], succeeds: false, times: 0 };
  if (meaning === "refused-for-now") return { requests: [met, again], succeeds: true, times: 1 };
  const done = meaning === "unclear-done";
  switch (repeatability) {
    case "look-first":
      return { requests: [met], succeeds: false, times: done ? 1 : 0 };
    case "create":
      // Looked for before it is sent again.
      return { requests: done ? [met, "GET 200"] : [met, "GET 404", again], succeeds: true, times: 1 };
    case "update":
      // The caller looks: what is there may be what was wanted.
      if (done) return { requests: [met, `${method} 412`], succeeds: false, times: 1, error: refusedIfMatch };
      return { requests: [met, again], succeeds: true, times: 1 };
    case "delete":
      return { requests: [met, done ? `${method} 204` : again], succeeds: true, times: 1 };
    case "read":
    case "safe":
      return { requests: [met, again], succeeds: true, times: 1 };
  }
}

// A HEAD's answer has no body that could be damaged, or tell a lock from another conflict.
const hasMeaning = (operation: OperationRow, { name }: FaultColumn): boolean =>
  operation.method !== "HEAD" ||
  !["half an answer", "truncated JSON", "HTML in Azure's place", "409 for good"].includes(name);

const cells = operations.flatMap((operation) =>
  faults.filter((column) => hasMeaning(operation, column)).map((column) => ({ operation, column })),
);

describe.each(operations)("$name", (row) => {
  it.each(cells.filter(({ operation }) => operation === row).map(({ column }) => column))("$name", async (column) => {
    const lab = await Lab.open(caller);
    await row.prepare(lab);
    const before = await lab.state();
    const expected = expectation(row, column, lab);
    await lab.fault(row.method, row.path, column.fault(lab));

    const outcome = await row.run(lab).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );

    expect(await lab.requests()).toEqual(expected.requests);
    if (expected.succeeds) {
      expect(outcome).toEqual({ value: row.answers(before) });
      expect(lab.time.waits).toEqual([column.waitMs]);
    } else {
      const wasSent = column.meaning.startsWith("unclear") || column.name.startsWith("HTML") ? "maybe" : "no";
      expect(outcome).toMatchObject({
        error: { ...errorOf(row, column, lab), ...expected.error, operation: row.name, requestWasSent: wasSent },
      });
    }
    expect([undefined, expected.times]).toContain(row.timesDone(before, await lab.state()));
  });
});

it("the matrix has every operation and every fault", () => {
  expect(operations).toHaveLength(10);
  expect(cells.length).toBe(operations.length * faults.length - 4);
});
