import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEventLog, type EventLog } from "../../../scripts/pulumiRun/eventLog";

const stackUrn = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";
const urn = "urn:pulumi:dev::p::m:T::thing";
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const metadata = (op: string, changes: object = {}): object => ({
  op,
  urn,
  type: "m:T",
  old: null,
  new: null,
  ...changes,
});
const state = (outputs: object): object => ({ id: "i", inputs: {}, outputs });

describe("event log", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "event-log-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (events: readonly object[], end = "\n"): Promise<EventLog> => {
    const file = join(folder, "events");
    writeFileSync(file, events.map((event) => JSON.stringify(event)).join("\n") + end);
    return readEventLog(file);
  };

  test("steps: what was done to the program's resources, by name", async () => {
    const done = metadata("update", { old: state({ a: 1 }), new: state({ a: 2 }) });
    const provider = { ...metadata("update"), type: "pulumi:providers:m" };
    const { steps } = await read([
      { resourcePreEvent: { metadata: done } },
      { resOutputsEvent: { metadata: provider } },
      { resOutputsEvent: { metadata: done } },
    ]);
    expect(steps).toEqual([
      { op: "update", urn, type: "m:T", name: "thing", failed: false, old: state({ a: 1 }), new: state({ a: 2 }) },
    ]);
  });

  test("steps: one that failed says so", async () => {
    const { steps } = await read([{ resOpFailedEvent: { metadata: metadata("create") } }]);
    expect(steps).toMatchObject([{ op: "create", name: "thing", failed: true, old: undefined, new: undefined }]);
  });

  test("outputs: the stack's last ones, secrets hidden", async () => {
    const stack = (outputs: object): object => ({
      resOutputsEvent: {
        metadata: metadata("same", { urn: stackUrn, type: "pulumi:pulumi:Stack", new: state(outputs) }),
      },
    });
    const { outputs, steps } = await read([stack({}), stack({ a: "b", c: secret })]);
    expect({ outputs, steps }).toEqual({ outputs: { a: "b", c: "[secret]" }, steps: [] });
  });

  test("messages: all but debug and fleeting ones, with their resource", async () => {
    const { messages } = await read([
      { diagnosticEvent: { severity: "debug", message: "noise" } },
      { diagnosticEvent: { severity: "info", message: "working ...", ephemeral: true } },
      { diagnosticEvent: { severity: "warning", message: "mind the gap\n", urn } },
    ]);
    expect(messages).toEqual([{ severity: "warning", text: "mind the gap", urn }]);
  });

  test("a run that was killed: its unfinished last line is left out, and there is no summary", async () => {
    const { steps, changes } = await read([{ resOutputsEvent: { metadata: metadata("create") } }], '\n{"resOutp');
    expect([steps.length, changes]).toEqual([1, undefined]);
  });

  test("a run that never began: empty", async () => {
    await expect(readEventLog(join(folder, "none"))).resolves.toMatchObject({ steps: [], messages: [] });
  });
});
