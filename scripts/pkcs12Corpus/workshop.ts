import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A temporary folder in which the real tools work. */
export class Workshop {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "pkcs12-corpus-"));

  path(name: string): string {
    return path.join(this.folder, name);
  }

  put(name: string, content: Buffer | string): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  take(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /** Runs a tool in the folder and gives what it printed. */
  run(program: string, ...args: string[]): string {
    return execFileSync(program, args, {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8", JAVA_TOOL_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  has(program: string, ...args: string[]): boolean {
    try {
      this.run(program, ...args);
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** PEM armour. */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
