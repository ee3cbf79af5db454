import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { runCommand } from "../../scripts/processes/runCommand";
import { makeExampleFolder } from "../support/azureNative/exampleProject";
import { zeroDowntimeWithCluster } from "../support/azureNative/zeroDowntimeWithCluster";

test(
  "examples: their types hold against the packed package, azure-native, kubernetes and pulumiservice",
  async () => {
    const { root, folder } = await makeExampleFolder();
    await cp(join(checkout, "examples"), join(folder, "examples"), { recursive: true });
    const withCluster = join(folder, "examples", "zero-downtime-rotation", "withCluster.ts");
    await writeFile(withCluster, await zeroDowntimeWithCluster());
    const compilerOptions = {
      target: "es2022",
      module: "node16",
      moduleResolution: "node16",
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["examples"] }));
    const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
    const { exitCode, stdout } = await runCommand({ command: process.execPath, args: [tsc], cwd: folder });
    await rm(root, { recursive: true, force: true });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  },
  20 * 60_000,
);
