import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningEmulator } from "../../../emulator/startEmulator";

/** Whether a request to `/_emulator/` makes the emulator forget its journal. */
function forgetsJournal(method: string, endpoint: string): boolean {
  return (method === "DELETE" && endpoint === "journal") || (method === "POST" && endpoint === "reset");
}

/** With EMULATOR_JOURNALS set, leaves what an emulator saw in that folder, for scripts/validateSpec.ts. */
export function leaveJournal(emulator: RunningEmulator): void {
  const folder = process.env.EMULATOR_JOURNALS;
  const exchanges = emulator.journal();
  if (folder === undefined || exchanges.length === 0) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(exchanges));
}

/** The same, where a request to `/_emulator/` is about to make the emulator forget. */
export function leaveJournalBefore(request: [method: string, endpoint: string], emulator: RunningEmulator): void {
  if (forgetsJournal(...request)) leaveJournal(emulator);
}
