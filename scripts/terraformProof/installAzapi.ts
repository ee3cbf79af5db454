import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../clientProof/installOnce";
import { runCommand } from "../processes/runCommand";
import { findExecutable, foldersOnPath } from "../pulumiCli/probe";

/** As pinned in goModule/go.mod. */
export const azapiVersion = "1.15.0";

/** The folder of `terraform-provider-azapi`, built from its Go module. @throws Error when Go is missing or fails. */
export async function installAzapi(say: (line: string) => void, abort: AbortSignal): Promise<string> {
  return installOnce({
    name: `azapi-${azapiVersion}`,
    say,
    make: async (folder) => {
      const go = await findExecutable("go", foldersOnPath(process.env));
      if (go === undefined) throw new Error("Building azapi needs Go 1.24 or later on PATH: https://go.dev/dl/");
      say(`Building Terraform's azapi provider ${azapiVersion} from its Go module (a minute, 250 MB, once) ...`);
      const module = join(folder, "module");
      await mkdir(module, { recursive: true });
      // Go completes both in place, so it works on copies; what go.sum lists is verified.
      for (const file of ["go.mod", "go.sum"]) await copyFile(join(__dirname, "goModule", file), join(module, file));
      const { exitCode, stderr } = await runCommand({
        command: go,
        args: ["install", "-ldflags=-s -w", "tool"],
        cwd: module,
        env: { ...process.env, GOBIN: folder, GOFLAGS: "-mod=mod -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" },
        abort,
      });
      if (exitCode !== 0)
        throw new Error(`azapi could not be built:\n${stderr.trim().split("\n").slice(-8).join("\n")}`);
      await rm(module, { recursive: true });
    },
  });
}
