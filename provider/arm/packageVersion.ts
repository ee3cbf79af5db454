import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This package's version, from its package.json: one folder up from the sources, one more from the compiled files. */
export function packageVersion(): string {
  for (const folder of [join(__dirname, "../.."), join(__dirname, "../../..")]) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
        string,
        unknown
      >;
      if (name === "pulumi-apim-credentials" && typeof version === "string") return version;
    } catch {
      // Not this folder.
    }
  }
  return "unknown";
}
