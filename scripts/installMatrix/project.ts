import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { typescriptVersions, type Combination, type Layout } from "./combinations";
import { compile, installDependencies } from "./installers";
import { program, pulumiYaml, tsconfig } from "./program";
import type { Tools } from "./tools";

const own = "pulumi-apim-credentials";

/** What a project is made of. */
export interface Ingredients {
  readonly combination: Combination;
  readonly tools: Tools;
  /** An empty folder, the project's own. */
  readonly root: string;
  readonly tarball: string;
  /** The tarball's content, for layouts that link to a folder. */
  readonly unpacked: string;
  readonly versions: Readonly<Record<"@pulumi/pulumi" | "ts-node" | "@types/node", string>>;
}

const isWorkspace = (layout: Layout): boolean => layout.endsWith("-workspace");

/** Writes a project, installs it as its users would, and compiles it where that is its way. Answers the program's folder. */
export async function makeProject(ingredients: Ingredients): Promise<string> {
  const { combination, tools, root, unpacked } = ingredients;
  const { layout } = combination;
  const folder = isWorkspace(layout) || layout === "npm-link" ? join(root, "packages", "infrastructure") : root;
  await mkdir(folder, { recursive: true });
  const write = (path: string, content: object | string): Promise<void> =>
    writeFile(join(root, path), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  if (folder !== root) await cp(unpacked, join(root, "packages", own), { recursive: true });
  if (isWorkspace(layout)) {
    await write("package.json", { name: "monorepo", private: true, workspaces: ["packages/*"] });
    if (layout === "pnpm-workspace") await write("pnpm-workspace.yaml", 'packages: ["packages/*"]\n');
  }
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest(ingredients), undefined, 2));
  await writeFile(join(folder, "Pulumi.yaml"), pulumiYaml(combination));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(tsconfig(combination), undefined, 2));
  await writeFile(join(folder, "index.ts"), program);
  const place = { combination, tools, root, folder };
  // What lies outside a project's root gets its dependencies from nobody else.
  if (layout === "npm-link") await installDependencies({ ...place, root: join(root, "packages", own) });
  await installDependencies(layout === "npm-link" ? { ...place, root: folder } : place);
  if (combination.program === "compiled") await compile(place);
  return folder;
}

function manifest({ combination, tarball, versions }: Ingredients): object {
  const { layout, modules, typescript, program: kind } = combination;
  const sources: Partial<Record<Layout, string>> = {
    "npm-workspace": "*",
    "yarn-classic-workspace": "*",
    "pnpm-workspace": "workspace:*",
    "npm-link": `file:../${own}`,
  };
  const { "ts-node": tsNode, ...dependencies } = versions;
  return {
    name: "infrastructure",
    version: "1.0.0",
    private: true,
    type: modules === "esm" ? "module" : "commonjs",
    dependencies: {
      ...dependencies,
      ...(kind === "ts-node" ? { "ts-node": tsNode } : {}),
      typescript: typescriptVersions[typescript],
      [own]: sources[layout] ?? `file:${tarball}`,
    },
  };
}
