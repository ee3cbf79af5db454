import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { checkout } from "../build/checkout";
import { commandLineHelp } from "./commandLineHelp";
import { reachableDeclarations } from "./contents";

/** The file in the repository that shows a change of the public surface to its reviewer. */
export const surfaceFile = join(checkout, "docs", "public-surface.txt");

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const readDeclaration = (path: string): string => {
  const file = join(checkout, path);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};
const importsOf = (path: string): string[] =>
  ts.preProcessFile(readDeclaration(path)).importedFiles.map(({ fileName }) => fileName);
const readManifest = (): Manifest => JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as Manifest;

/** The declaration files, in `dist`, that a program's types can come from. */
export function publicDeclarations(): Set<string> {
  const entries = Object.values(readManifest().exports).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry.types.replace("./", "")],
  );
  return reachableDeclarations(entries, importsOf);
}

/** Everything that a program, a script or stored state can depend on, as text: declarations without their documentation. */
export async function publicSurface(): Promise<string> {
  const { bin, exports, engines, peerDependencies } = readManifest();
  const manifest = JSON.stringify({ bin, exports, engines, peerDependencies }, undefined, 2);
  const printer = ts.createPrinter({ removeComments: true });
  const declarations = [...publicDeclarations()].sort().map((path) => {
    const source = ts.createSourceFile(path, readDeclaration(path), ts.ScriptTarget.Latest);
    return `=== ${path}\n${printer.printFile(source)}`;
  });
  const title = "The public surface. Written by `npm run docs:surface`; a difference fails `npm run check`.";
  return [title, `=== package.json\n${manifest}\n`, ...declarations, await commandLineHelp()].join("\n");
}

/** How the repository's file differs from the surface; nothing where it does not. */
export async function surfaceProblems(): Promise<string[]> {
  if (readFileSync(surfaceFile, "utf8") === (await publicSurface())) return [];
  return ["the public surface has changed: run `npm run docs:surface`, and look at the difference as a user would"];
}
