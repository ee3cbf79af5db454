import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { installOnce } from "../clientProof/installOnce";
import { runCommand } from "../processes/runCommand";
import { nodeVersions, packageManagers, type Combination } from "./combinations";

const nodePackage = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

const dependencies: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(nodeVersions).map(([major, version]) => [`node-${major}`, `npm:${nodePackage}@${version}`]),
  ),
  pnpm: packageManagers.pnpm,
  "yarn-classic": `npm:yarn@${packageManagers.yarnClassic}`,
  yarn: `npm:@yarnpkg/cli-dist@${packageManagers.yarn}`,
};

/** Package managers and Node binaries of pinned versions, in this project's cache. */
export class Tools {
  private constructor(private readonly folder: string) {}

  static async install(say: (line: string) => void): Promise<Tools> {
    const manifest = JSON.stringify({ name: "install-matrix-tools", private: true, dependencies }, undefined, 2);
    const hash = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
    const make = async (folder: string): Promise<void> => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "package.json"), manifest);
      const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
      const { exitCode, stderr } = await runCommand({ command: "npm", args, cwd: folder });
      if (exitCode !== 0) throw new Error(`npm install failed:\n${stderr.trim()}`);
    };
    return new Tools(await installOnce({ name: `install-matrix-tools-${hash}`, say, make }));
  }

  /** The variable PATH with this Node in front of the machine's own. */
  pathWith(node: Combination["node"]): string {
    return [dirname(this.nodeOf(node)), process.env.PATH ?? ""].join(delimiter);
  }

  nodeOf(node: Combination["node"]): string {
    return join(this.folder, "node_modules", `node-${node}`, "bin", "node");
  }

  /** The script of a package manager. */
  script(manager: "pnpm" | "yarn-classic" | "yarn"): string {
    const path = { pnpm: "pnpm/bin/pnpm.cjs", "yarn-classic": "yarn-classic/bin/yarn.js", yarn: "yarn/bin/yarn.js" };
    return join(this.folder, "node_modules", path[manager]);
  }

  /** A folder for what package managers have downloaded. */
  downloads(manager: string): string {
    return join(this.folder, "downloads", manager);
  }
}
