const MAX_CHARACTERS = 100;

/** A value as a message shows it: in double quotes, on one line, not longer than a reader needs to know it again. */
export function quoted(value: string): string {
  const shown = value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value;
  // JSON escapes control characters; a path of Windows keeps its backslashes as they are.
  return JSON.stringify(shown).replaceAll("\\\\", "\\");
}
