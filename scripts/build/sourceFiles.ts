import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "./checkout";

const folders = ["provider", "emulator"];
const files = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "tsconfig.types.json"];

/** Everything that the compiled package depends on: files, and the folders they are in. */
export async function sourceFiles(): Promise<string[]> {
  const found = files.map((file) => join(checkout, file));
  for (const folder of folders) {
    const entries = await readdir(join(checkout, folder), { recursive: true });
    found.push(join(checkout, folder), ...entries.map((entry) => join(checkout, folder, entry)));
  }
  return found.sort();
}
