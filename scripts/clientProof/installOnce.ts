import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exclusively } from "../build/exclusively";
import { cacheFolder } from "../pulumiCli/cacheFolder";

export interface OneTimeInstallation {
  /** Of the folder in the cache; has the version in it. */
  readonly name: string;
  readonly say: (line: string) => void;
  /** Fills the folder, which is not where it will be in the end. */
  readonly make: (folder: string) => Promise<void>;
}

/** A folder in this project's cache, made when it is needed first. It is there as a whole or not at all. */
export async function installOnce({ name, say, make }: OneTimeInstallation): Promise<string> {
  const root = join(cacheFolder(), `${name}-${process.platform}-${process.arch}`);
  if (await exists(root)) return root;
  await mkdir(dirname(root), { recursive: true });
  const onWait = (): void => say(`Another process is installing ${name}; waiting for it ...`);
  return exclusively({ file: `${root}.lock`, onWait }, async () => {
    if (await exists(root)) return root;
    const partial = `${root}.partial-${process.pid}`;
    const started = Date.now();
    const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
    const ticker = setInterval(() => say(`  still at it (${elapsed()})`), 30_000).unref();
    try {
      await make(partial);
      await rename(partial, root);
    } finally {
      clearInterval(ticker);
      await rm(partial, { recursive: true, force: true });
    }
    say(`Done in ${elapsed()}, kept in ${root}`);
    return root;
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
