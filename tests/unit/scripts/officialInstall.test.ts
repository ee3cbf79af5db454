import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installOfficial } from "../../../scripts/pulumiCli/officialInstall";

/** Stands in for get.pulumi.com/install.sh, with the flags that the Automation API gives it. */
const installer = `
while [ $# -gt 0 ]; do case "$1" in --install-root) root="$2";; --version) version="$2";; esac; shift; done
mkdir -p "$root/bin" && printf '#!/bin/sh\\necho v%s\\n' "$version" > "$root/bin/pulumi" && chmod +x "$root/bin/pulumi"
`;

describe("Pulumi's own installer", () => {
  let folder: string;
  let root: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "official-install-"));
    root = join(folder, "pulumi-3.257.0");
    said = [];
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const install = (): Promise<boolean> =>
    installOfficial({ root, version: "3.257.0", env: process.env, say: (line) => said.push(line) });

  test("a site that cannot be reached: no installation, and nothing is said", async () => {
    jest.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed"));
    await expect(install()).resolves.toBe(false);
    expect([said, readdirSync(folder)]).toEqual([[], []]);
  });

  test("a proxy that refuses: no installation", async () => {
    jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response("no", { status: 403 }));
    await expect(install()).resolves.toBe(false);
  });

  test("a site that can be reached: the CLI is in place, and its size of work is said", async () => {
    jest.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(new Response(installer)));
    await expect(install()).resolves.toBe(true);
    expect(existsSync(join(root, "bin", "pulumi"))).toBe(true);
    expect(said).toEqual([expect.stringContaining("Downloading the Pulumi CLI 3.257.0")]);
  });

  test("an installer that fails: said, no installation, and nothing is left", async () => {
    jest.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(new Response("exit 7")));
    await expect(install()).resolves.toBe(false);
    expect(said.at(-1)).toMatch(/installer failed: /);
    expect(readdirSync(folder)).toEqual([]);
  });
});
