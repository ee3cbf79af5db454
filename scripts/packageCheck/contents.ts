import { dirname, posix } from "node:path";
import type { Tarball } from "./tarball";

/** Bytes. A package that grows past this has taken something in that users do not need. */
const MAX_PACKED_BYTES = 150_000;

const documents = ["CHANGELOG.md", "LICENSE", "README.md", "emulator/README.md", "package.json"];
const isCode = (path: string): boolean => /^dist\/(provider|emulator)\/.+\.(js|d\.ts)$/.test(path);

/** What is in the tarball without use, what users would miss, and whether it is too large; one sentence each. */
export function contentProblems({ bytes, files }: Tarball, declarations: ReadonlySet<string>): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const isNeeded = (path: string): boolean =>
    documents.includes(path) || (isCode(path) && (!path.endsWith(".d.ts") || declarations.has(path)));
  const unneeded = [...paths].filter((path) => !isNeeded(path));
  const missing = [...documents, ...declarations].filter((path) => !paths.has(path));
  return [
    ...unneeded.map((path) => `${path} is packed, and no user needs it: see "files" in package.json`),
    ...missing.map((path) => `${path} is not packed: see "files" in package.json`),
    ...(bytes.length > MAX_PACKED_BYTES
      ? [`the tarball has ${bytes.length} bytes, more than ${MAX_PACKED_BYTES}: see what is new in it`]
      : []),
  ];
}

/** The declaration files that the entry points lead to, themselves among them. */
export function reachableDeclarations(
  entries: readonly string[],
  importsOf: (path: string) => readonly string[],
): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const specifier of importsOf(path)) {
      if (specifier.startsWith(".")) visit(`${posix.join(dirname(path), specifier.replace(/\.js$/, ""))}.d.ts`);
    }
  };
  entries.forEach(visit);
  return reached;
}
