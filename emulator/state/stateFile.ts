import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { isJsonObject } from "../arm/requestBody";
import type { Emulator } from "../emulator";
import { savedStateVersion, type SavedState } from "./emulatorState";

/** The state file exists and cannot be used. */
class StateFileError extends Error {}

interface StateFileContent {
  readonly clockOffsetMs: number;
  readonly state: SavedState;
}

function parse(text: string, path: string): StateFileContent {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new StateFileError(
      `${path} is not a state file of the emulator: it holds no JSON. Name another file, or delete it.`,
    );
  }
  if (!isJsonObject(content) || !isJsonObject(content.state) || content.state.version !== savedStateVersion) {
    throw new StateFileError(
      `${path} is not a state file of this version of the emulator. Name another file, or delete it.`,
    );
  }
  return content as unknown as StateFileContent;
}

function read(path: string): StateFileContent | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new StateFileError(`${path} cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
  return parse(text, path);
}

/** Whoever kills the emulator at any moment finds the old file or the new one, never half of one. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/**
 * Takes over the state of a file, if there is one, and answers what writes it back; nothing is written while nothing changes.
 * @throws StateFileError when the file cannot be used
 */
export function keepStateIn(path: string, { state, clock }: Pick<Emulator, "state" | "clock">): () => void {
  const saved = read(path);
  if (saved !== undefined) {
    state.restore(saved.state);
    clock.offsetMs = saved.clockOffsetMs;
  }
  let written: string | undefined;
  return () => {
    const text = JSON.stringify({ clockOffsetMs: clock.offsetMs, state });
    if (text === written) return;
    replaceFile(path, text);
    written = text;
  };
}
