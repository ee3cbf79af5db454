import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../../scripts/build/checkout";

/** The program of examples/zero-downtime-rotation with the pieces of its page that need a cluster and Pulumi Cloud. */
export async function zeroDowntimeWithCluster(): Promise<string> {
  const folder = join(checkout, "examples", "zero-downtime-rotation");
  const page = await readFile(join(folder, "README.md"), "utf8");
  const pieces = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, piece = ""]) => piece);
  return [await readFile(join(folder, "index.ts"), "utf8"), ...pieces].join("\n");
}
