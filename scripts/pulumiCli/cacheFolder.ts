import { homedir } from "node:os";
import { join } from "node:path";

/** Where this project keeps what is slow to make and the same for every checkout. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "pulumi-apim-credentials");
}
