import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../build/checkout";
import type { Tarball } from "./tarball";

/** What publint says of package.json and the files that it names. */
export async function shapeProblems({ bytes }: Tarball): Promise<string[]> {
  const [{ publint }, { formatMessage }] = await Promise.all([import("publint"), import("publint/utils")]);
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const manifest = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as Record<string, unknown>;
  return messages.map((message) => formatMessage(message, manifest) ?? message.code);
}

/**
 * Whether TypeScript, for CommonJS and ESM programs and under each way to resolve modules, finds types that agree with
 * what Node finds; that ESM programs see the exports by name is part of it.
 */
export async function typeProblems({ bytes }: Tarball): Promise<string[]> {
  const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
  const result = await checkPackage(createPackageFromTarballData(bytes));
  if (result.types === false) return ["the package has no types"];
  return result.problems.map((problem) => `types: ${JSON.stringify(problem)}`);
}
