/** `npm run -s sbom`: prints which packages an installation brings, in the locked versions, as CycloneDX JSON. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "./build/checkout";
import { runCommand } from "./processes/runCommand";

/** `npm sbom --omit dev` leaves out what a development dependency needs too; without those it is whole. */
const notInstalled = ["devDependencies", "peerDependencies", "scripts"];

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand({ command: "npm", args, cwd });
  if (exitCode !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stderr.trim()}`);
  return stdout;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-sbom-"));
  try {
    const manifest = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as Record<string, unknown>;
    const entries = Object.entries(manifest).filter(([key]) => !notInstalled.includes(key));
    await writeFile(join(folder, "package.json"), JSON.stringify(Object.fromEntries(entries)));
    for (const file of ["package-lock.json", ".npmrc"]) await copyFile(join(checkout, file), join(folder, file));
    await npm(folder, "install", "--package-lock-only", "--ignore-scripts", "--prefer-offline");
    process.stdout.write(await npm(folder, "sbom", "--package-lock-only", "--sbom-format", "cyclonedx"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
