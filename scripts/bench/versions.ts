import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findPulumiCli } from "../pulumiCli/findPulumiCli";

/** What was measured, for the report. */
export async function versionsOf(project: string): Promise<Record<string, string>> {
  const installed = async (name: string): Promise<string> => {
    const text = await readFile(join(project, "node_modules", name, "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  };
  const cli = await findPulumiCli({ say: () => undefined });
  return {
    "pulumi-apim-credentials": await installed("pulumi-apim-credentials"),
    "Pulumi CLI": cli.version,
    "@pulumi/pulumi": await installed("@pulumi/pulumi"),
    Node: process.versions.node,
  };
}
