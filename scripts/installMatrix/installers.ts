import { runCommand } from "../processes/runCommand";
import type { Combination } from "./combinations";
import type { Tools } from "./tools";

/** A project whose files are written. */
interface Place {
  readonly combination: Combination;
  readonly tools: Tools;
  /** Where the package manager is run. */
  readonly root: string;
  /** Where the program is. */
  readonly folder: string;
}

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function installDependencies(place: Place): Promise<void> {
  await run(place, place.root, installCall(place));
}

export async function compile(place: Place): Promise<void> {
  const { combination, tools, folder } = place;
  const command = tools.nodeOf(combination.node);
  if (combination.layout === "yarn-pnp") {
    await run(place, folder, { command, args: [tools.script("yarn"), "tsc"], env: yarnSettings(place) });
  } else {
    const compiler = require.resolve("typescript/bin/tsc", { paths: [folder] });
    await run(place, folder, { command, args: [compiler] });
  }
}

/** Without scripts, of which nothing here needs any; from the package manager's own downloads where they are there. */
function installCall(place: Place): Call {
  const { layout, node } = place.combination;
  const { tools } = place;
  const command = tools.nodeOf(node);
  const install = ["install", "--ignore-scripts", "--prefer-offline"];
  switch (layout) {
    case "npm":
    case "npm-workspace":
    case "npm-link":
      return { command: "npm", args: [...install, "--no-audit", "--no-fund"] };
    case "pnpm":
    case "pnpm-workspace":
      return { command, args: [tools.script("pnpm"), ...install, "--store-dir", tools.downloads("pnpm")] };
    case "yarn-classic":
    case "yarn-classic-workspace": {
      // Azure's newest clients declare Node 22. Others warn; Yarn 1 refuses, although they run: the README says so.
      const engines = node === 20 ? ["--ignore-engines"] : [];
      const cache = ["--cache-folder", tools.downloads("yarn-classic")];
      return { command, args: [tools.script("yarn-classic"), ...install, "--non-interactive", ...engines, ...cache] };
    }
    case "yarn-node-modules":
    case "yarn-pnp":
      return {
        command,
        args: [tools.script("yarn"), "install", "--no-immutable", "--mode=skip-build"],
        env: yarnSettings(place),
      };
  }
}

function yarnSettings({ combination, tools }: Place): Readonly<Record<string, string>> {
  return {
    YARN_NODE_LINKER: combination.layout === "yarn-pnp" ? "pnp" : "node-modules",
    YARN_ENABLE_GLOBAL_CACHE: "false",
    YARN_CACHE_FOLDER: tools.downloads("yarn"),
    YARN_ENABLE_TELEMETRY: "false",
  };
}

/** Variables of the npm that runs this script would reach the package managers as settings. */
const isForeign = ([name]: readonly [string, unknown]): boolean => /^npm_(?!config_registry)/i.test(name);

async function run({ combination, tools }: Place, cwd: string, { command, args, env }: Call): Promise<void> {
  const machine = Object.fromEntries(Object.entries(process.env).filter((entry) => !isForeign(entry)));
  const all = { ...machine, PATH: tools.pathWith(combination.node), CI: "true", ...env };
  const { exitCode, stdout, stderr } = await runCommand({ command, args, cwd, env: all });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout.trim()}\n${stderr.trim()}`);
}
