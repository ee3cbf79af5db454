import { rename, rm } from "node:fs/promises";
import { SemVer } from "semver";

export interface Installation {
  /** Where the CLI shall be; its executables are in `bin` there. */
  root: string;
  version: string;
  /** What to look for other programs in, and to run them with. */
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  abort?: AbortSignal | undefined;
}

/** Pulumi's own installer, through the Automation API. Answers false where it cannot be reached, or fails (and says so). */
export async function installOfficial({ root, version, say }: Installation): Promise<boolean> {
  if (!(await isReachable("https://get.pulumi.com/install.sh"))) return false;
  say(`Downloading the Pulumi CLI ${version} with Pulumi's own installer (about a minute, once) ...`);
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/cmd.js");
  const partial = `${root}.partial-${process.pid}`;
  try {
    await PulumiCommand.install({ root: partial, version: new SemVer(version) });
    await rename(partial, root);
    return true;
  } catch (error) {
    say(`Pulumi's own installer failed: ${error instanceof Error ? error.message.trim() : String(error)}`);
    return false;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The installer itself waits for minutes; a machine without that site must go on in seconds. */
async function isReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(4_000) });
    return response.ok;
  } catch {
    return false;
  }
}
