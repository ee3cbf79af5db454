import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../build/checkout";
import { collectTexts } from "./collectTexts";

/** The file in the repository that shows a change of what people are told to its reviewer. */
export const messageFile = join(checkout, "docs", "messages.txt");

/** Not prose: code that is stored, and the emulator's page. */
const elsewhere = /^(provider\/providerText\.ts|emulator\/page\/)/;

/** What one source file may tell people. */
export interface FileMessages {
  readonly path: string;
  readonly texts: readonly string[];
}

/** Every text of the product that a person can be shown, without the pages of `--help`, in the order of the sources. */
export function messagesOfProduct(): FileMessages[] {
  return ["emulator", "provider"].flatMap((folder) =>
    (readdirSync(join(checkout, folder), { recursive: true }) as string[])
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .filter((path) => path.endsWith(".ts") && !elsewhere.test(path))
      .sort()
      .map((path) => ({ path, texts: messagesOf(path) }))
      .filter(({ texts }) => texts.length > 0),
  );
}

function messagesOf(path: string): string[] {
  const texts = collectTexts(path, readFileSync(join(checkout, path), "utf8"));
  return [...new Set(texts)].filter((text) => !text.includes("\n"));
}

export function messageList(): string {
  const title =
    "Everything that a person can be told, for reading as a whole. Written by `npm run docs:messages`; what is filled in\n" +
    "stands as ${expression}, and messages are joined of several of these texts.";
  const files = messagesOfProduct().map(({ path, texts }) => `=== ${path}\n${texts.join("\n")}\n`);
  return [title, "", ...files].join("\n");
}
