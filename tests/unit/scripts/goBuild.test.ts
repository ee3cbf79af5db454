import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { buildFromGoModules } from "../../../scripts/pulumiCli/goBuild";

/** Stands in for Go: notes how it was called and installs an empty file named like the module. */
const workingGo = `
if [ "$1" = env ]; then echo go1.26.0; exit 0; fi
echo "$* GOFLAGS=$GOFLAGS" >> "$CALLS"
touch "$GOBIN/$(basename "$PWD")"
`;

describe("building the Pulumi CLI from Go modules", () => {
  let folder: string;
  let cache: string;
  let root: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "go-build-"));
    cache = join(folder, "cache");
    root = join(cache, "pulumi-1.2.3");
    said = [];
    mkdirSync(join(folder, "bin"));
    mkdirSync(cache);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (go?: string): Promise<true> => {
    if (go !== undefined) {
      writeFileSync(join(folder, "bin", "go"), `#!/bin/sh\n${go}`);
      chmodSync(join(folder, "bin", "go"), 0o755);
    }
    const env = { PATH: [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter), CALLS: join(folder, "calls") };
    // Where the machine's own Go is in one of the system's folders, "missing" cannot be tried with them on PATH.
    const path = go === undefined ? join(folder, "bin") : env.PATH;
    return buildFromGoModules({ root, version: "1.2.3", env: { ...env, PATH: path }, say: (line) => said.push(line) });
  };

  test("a build: both programs and the launcher are in place at once, and nothing else is left", async () => {
    await expect(build(workingGo)).resolves.toBe(true);
    expect(readdirSync(cache)).toEqual(["pulumi-1.2.3"]);
    expect(readdirSync(root)).toEqual(["bin"]);
    expect(readdirSync(join(root, "bin")).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    expect(statSync(join(root, "bin", "pulumi-resource-pulumi-nodejs")).mode & 0o111).toBe(0o111);
    expect(said[0]).toMatch(/Building the Pulumi CLI 1\.2\.3 .* with go1\.26\.0/);
  });

  test("a build: the CLI is told its version, and go.sum may grow only in the copy", async () => {
    await build(workingGo);
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    expect(calls).toHaveLength(2);
    expect(calls[1]).toContain("version.Version=v1.2.3 tool GOFLAGS=-mod=mod");
  });

  test("a failure: the last lines of Go are shown, and nothing is left", async () => {
    const failing = `if [ "$1" = env ]; then echo go1.26.0; exit 0; fi\necho "no space left on device" >&2; exit 1\n`;
    await expect(build(failing)).rejects.toThrow(
      /could not be built[^]*no space left on device[^]*install the Pulumi CLI/i,
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  test.each([
    { what: "missing", go: undefined, message: /needs Go 1\.25\.11 or later \(https:\/\/go\.dev\/dl\/\)/ },
    {
      what: "too old",
      go: `echo "go: go.mod requires go >= 1.25.11 (running go 1.22.0)" >&2; exit 1\n`,
      message: /needs Go 1\.25\.11 or later\. .*running go 1\.22\.0/,
    },
  ])("Go $what: the message says what to do, and nothing is left", async ({ go, message }) => {
    await expect(build(go)).rejects.toThrow(message);
    expect(readdirSync(cache)).toEqual([]);
  });

  test("a builder that was killed: what it left is removed", async () => {
    mkdirSync(`${root}.partial-1`);
    await build(workingGo);
    expect(existsSync(`${root}.partial-1`)).toBe(false);
  });
});
