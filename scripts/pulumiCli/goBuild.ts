import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, basename, join } from "node:path";
import { runCommand } from "../processes/runCommand";
import { findExecutable, foldersOnPath } from "./probe";
import type { Installation } from "./officialInstall";

/** The pinned modules beside this file, and what the linker is told (an unset version cannot be compared). */
const modules = [
  { name: "pulumi-language-nodejs", linkerFlags: "-s -w" },
  {
    name: "pulumi",
    linkerFlags: "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v%VERSION%",
  },
];

/** The engine runs this for every provider process; it is what the official installation has, for the project's own SDK. */
const dynamicProviderLauncher = `#!/bin/sh
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")')" "$@"
`;

/**
 * Builds the CLI, the Node language host and the dynamic provider's launcher from pinned Go modules.
 * @throws when Go is missing, too old, or fails.
 */
export async function buildFromGoModules({ root, version, env, say, abort }: Installation): Promise<true> {
  await removeUnfinished(root);
  const partial = `${root}.partial-${process.pid}`;
  const bin = join(partial, "bin");
  const started = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  await mkdir(bin, { recursive: true });
  try {
    const go = await findGo(partial, env);
    say(
      `Building the Pulumi CLI ${version} from its Go modules with ${go.version} (about 5 minutes on two cores, once) ...`,
    );
    const ticker = setInterval(() => say(`  still building (${elapsed()})`), 30_000).unref();
    try {
      for (const { name, linkerFlags } of modules) {
        const folder = await copyModule(name, partial);
        const args = ["install", `-ldflags=${linkerFlags.replace("%VERSION%", version)}`, "tool"];
        await runGo({ go: go.executable, args, folder, abort, env: { ...env, GOBIN: bin } });
        await rm(folder, { recursive: true });
      }
    } finally {
      clearInterval(ticker);
    }
    const launcher = join(bin, "pulumi-resource-pulumi-nodejs");
    await writeFile(launcher, dynamicProviderLauncher);
    await chmod(launcher, 0o755);
    await rename(partial, root);
    say(`Built in ${elapsed()}, kept in ${root}`);
    return true;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** What builders that were killed have left. */
async function removeUnfinished(root: string): Promise<void> {
  const siblings = await readdir(dirname(root)).catch(() => []);
  const unfinished = siblings.filter((name) => name.startsWith(`${basename(root)}.partial-`));
  await Promise.all(unfinished.map((name) => rm(join(dirname(root), name), { recursive: true, force: true })));
}

/** Go completes go.mod and go.sum in place (`-mod=mod`), so it works on a copy; what is listed in go.sum is verified. */
async function copyModule(name: string, partial: string): Promise<string> {
  const folder = join(partial, name);
  await mkdir(folder);
  for (const file of ["go.mod", "go.sum"]) {
    await copyFile(join(__dirname, "goModules", name, file), join(folder, file));
  }
  return folder;
}

const howElse = "Or install the Pulumi CLI itself: https://www.pulumi.com/docs/install/";

async function findGo(partial: string, env: NodeJS.ProcessEnv): Promise<{ executable: string; version: string }> {
  const executable = await findExecutable("go", foldersOnPath(env));
  if (executable === undefined) {
    throw new Error(
      `No Pulumi CLI was found, and building it needs Go 1.25.11 or later (https://go.dev/dl/). ${howElse}`,
    );
  }
  // Inside the module, Go picks (or refuses) the toolchain that the module asks for.
  const folder = await copyModule("pulumi", partial);
  const { exitCode, stdout, stderr } = await runCommand({
    command: executable,
    args: ["env", "GOVERSION"],
    cwd: folder,
    env,
  });
  await rm(folder, { recursive: true });
  if (exitCode !== 0) {
    throw new Error(
      `Building the Pulumi CLI needs Go 1.25.11 or later. ${executable} says: ${stderr.trim()}. ${howElse}`,
    );
  }
  return { executable, version: stdout.trim() };
}

interface GoCommand {
  go: string;
  args: readonly string[];
  folder: string;
  env: NodeJS.ProcessEnv;
  abort: AbortSignal | undefined;
}

async function runGo({ go, args, folder, env, abort }: GoCommand): Promise<void> {
  const { exitCode, stderr } = await runCommand({
    command: go,
    args,
    cwd: folder,
    env: { ...env, GOFLAGS: "-mod=mod -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" },
    abort,
  });
  if (exitCode === 0) return;
  const lastLines = stderr.trim().split("\n").slice(-8).join("\n  ");
  throw new Error(`The Pulumi CLI could not be built (go ${args.join(" ")}):\n  ${lastLines}\n${howElse}`);
}
