import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exclusively } from "../build/exclusively";
import { cacheFolder } from "./cacheFolder";
import { buildFromGoModules } from "./goBuild";
import { installOfficial, type Installation } from "./officialInstall";
import { findExecutable, foldersOnPath, probe, type PulumiCli } from "./probe";

/** The CLI that is installed where there is none; the Go modules beside this file are pinned to the same version. */
const version = "3.257.0";

export interface Search {
  env?: NodeJS.ProcessEnv;
  /** Receives what is going on, when it takes longer than a moment. */
  say: (line: string) => void;
  abort?: AbortSignal | undefined;
  /** Tried in turn until one answers true. */
  installers?: readonly ((installation: Installation) => Promise<boolean>)[];
}

/**
 * The Pulumi CLI: the one that `PULUMI_CLI` names (an executable), else the one on `PATH`, else the one in this
 * project's cache, which is filled by Pulumi's own installer or, where that cannot be reached, built from Go modules.
 * @throws when `PULUMI_CLI` does not name a usable CLI, or none can be installed.
 */
export async function findPulumiCli(search: Search): Promise<PulumiCli> {
  const env = search.env ?? process.env;
  const named = env.PULUMI_CLI;
  if (named !== undefined && named !== "") return demand(named, env, "PULUMI_CLI");
  const onPath = await findExecutable("pulumi", foldersOnPath(env));
  if (onPath !== undefined) {
    const found = await probe(onPath, env);
    if (typeof found !== "string") return found;
    search.say(`Not using the Pulumi CLI on PATH: ${found}`);
  }
  const root = join(cacheFolder(env), `pulumi-${version}-${process.platform}-${process.arch}`);
  const cached = async (): Promise<string | undefined> => findExecutable("pulumi", [join(root, "bin")]);
  return demand(
    (await cached()) ?? (await install(root, cached, { ...search, env })),
    env,
    "The installation in the cache",
  );
}

async function install(
  root: string,
  cached: () => Promise<string | undefined>,
  search: Search & { env: NodeJS.ProcessEnv },
): Promise<string> {
  const { env, say, abort, installers = [installOfficial, buildFromGoModules] } = search;
  await mkdir(dirname(root), { recursive: true });
  const onWait = (): void => say("Another process is installing the Pulumi CLI; waiting for it ...");
  return exclusively({ file: `${root}.lock`, onWait }, async () => {
    const made = await cached();
    if (made !== undefined) return made;
    for (const installer of installers) {
      abort?.throwIfAborted();
      if (await installer({ root, version, env, say, abort })) break;
    }
    const executable = await cached();
    if (executable === undefined) throw new Error(`The Pulumi CLI was installed, but there is none in ${root}`);
    return executable;
  });
}

async function demand(executable: string, env: NodeJS.ProcessEnv, what: string): Promise<PulumiCli> {
  const found = await probe(executable, env).catch((error: unknown) => String(error));
  if (typeof found === "string") throw new Error(`${what} cannot be used: ${found}`);
  return found;
}
