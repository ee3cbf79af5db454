import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A stand-in for `az`: it answers `account get-access-token` with a token it is given, and keeps what it was asked. */
export interface AzureCliStandIn {
  /** PATH with the stand-in in front. */
  readonly path: string;
  readonly calls: () => readonly string[];
  readonly remove: () => void;
}

export function installAzureCli(token: string): AzureCliStandIn {
  const folder = mkdtempSync(join(tmpdir(), "az-stand-in-"));
  const log = join(folder, "calls.txt");
  writeFileSync(log, "");
  const answer = { accessToken: token, expires_on: Math.floor(Date.now() / 1000) + 3600, tokenType: "Bearer" };
  writeFileSync(join(folder, "answer.json"), JSON.stringify(answer));
  const script = join(folder, "az");
  writeFileSync(script, `#!/bin/sh\necho "$*" >> "${log}"\ncat "${join(folder, "answer.json")}"\n`);
  chmodSync(script, 0o755);
  return {
    path: `${folder}${delimiter}${process.env.PATH ?? ""}`,
    calls: () => readFileSync(log, "utf8").split("\n").filter(Boolean),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
