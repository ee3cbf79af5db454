import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whether a request to `/_emulator/` makes the emulator forget its journal. */
function forgetsJournal(method: string, endpoint: string): boolean {
  return (method === "DELETE" && endpoint === "journal") || (method === "POST" && endpoint === "reset");
}

/** Reads the journal as text. */
type ReadJournal = () => Promise<string>;

/** With EMULATOR_JOURNALS set, leaves what an emulator saw in that folder, for scripts/validateSpec.ts. */
export async function leaveJournal(read: ReadJournal): Promise<void> {
  const folder = process.env.EMULATOR_JOURNALS;
  if (folder === undefined) return;
  const text = await read();
  if (text.trim() === "[]") return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${randomUUID()}.json`), text);
}

/** The same, where a request is about to make the emulator forget. */
export async function leaveJournalBefore(
  request: [method: string, endpoint: string],
  read: ReadJournal,
): Promise<void> {
  if (forgetsJournal(...request)) await leaveJournal(read);
}
