/** Where the package lies in a project, and who has put it there. */
export type Layout =
  | "npm"
  | "npm-workspace"
  | "npm-link"
  | "pnpm"
  | "pnpm-workspace"
  | "yarn-classic"
  | "yarn-classic-workspace"
  | "yarn-node-modules"
  | "yarn-pnp";

/** One kind of project that people have. */
export interface Combination {
  readonly layout: Layout;
  readonly node: keyof typeof nodeVersions;
  readonly typescript: keyof typeof typescriptVersions;
  readonly modules: "commonjs" | "esm";
  /** Whether Pulumi compiles the program as it runs it, or finds it compiled. */
  readonly program: "ts-node" | "compiled";
  /** What Pulumi says where it refuses such projects: should it learn to take them, this fails and can go. */
  readonly refusal?: string;
}

export const nodeVersions = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" } as const;
export const typescriptVersions = { 5: "5.9.3", 6: "6.0.3" } as const;
export const packageManagers = { pnpm: "10.34.8", yarnClassic: "1.22.22", yarn: "4.18.1" } as const;

/** Not all products: every value stands beside several of every other column. */
export const combinations: readonly Combination[] = [
  { layout: "npm", node: 20, typescript: 5, modules: "commonjs", program: "ts-node" },
  { layout: "npm", node: 24, typescript: 6, modules: "esm", program: "compiled" },
  { layout: "npm", node: 22, typescript: 5, modules: "esm", program: "ts-node" },
  { layout: "npm-workspace", node: 22, typescript: 6, modules: "commonjs", program: "ts-node" },
  { layout: "npm-link", node: 20, typescript: 6, modules: "commonjs", program: "compiled" },
  { layout: "pnpm", node: 24, typescript: 6, modules: "commonjs", program: "ts-node" },
  { layout: "pnpm", node: 20, typescript: 5, modules: "esm", program: "compiled" },
  { layout: "pnpm-workspace", node: 24, typescript: 5, modules: "commonjs", program: "ts-node" },
  { layout: "yarn-classic", node: 24, typescript: 5, modules: "commonjs", program: "compiled" },
  { layout: "yarn-classic-workspace", node: 20, typescript: 6, modules: "esm", program: "compiled" },
  { layout: "yarn-node-modules", node: 22, typescript: 6, modules: "commonjs", program: "ts-node" },
  {
    ...{ layout: "yarn-pnp", node: 22, typescript: 5, modules: "commonjs", program: "compiled" },
    refusal: "It looks like the Pulumi SDK has not been installed",
  },
];

export function nameOf({ layout, node, typescript, modules, program }: Combination): string {
  return [layout.padEnd(22), `Node ${node}`, `TypeScript ${typescript}`, modules.padEnd(8), program].join("  ");
}
