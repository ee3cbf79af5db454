import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findPulumiCli } from "../../../scripts/pulumiCli/findPulumiCli";
import type { Installation } from "../../../scripts/pulumiCli/officialInstall";

const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

describe("the search for the Pulumi CLI", () => {
  let folder: string;
  let said: string[];
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "find-pulumi-"));
    said = [];
    env = { PATH: join(folder, "path") + delimiter + systemPath, XDG_CACHE_HOME: join(folder, "cache") };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Of the system only what a shell script needs: no Pulumi, no Go. */
  const systemPath = "/bin";

  const executable = (file: string, script: string): string => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const cliIn = (bin: string, version = "v3.257.0", beside = companions): string => {
    for (const name of beside) executable(join(bin, name), "exit 0");
    return executable(join(bin, "pulumi"), `echo ${version}`);
  };
  const installsInto = (installation: Installation): Promise<boolean> => {
    cliIn(join(installation.root, "bin"));
    return Promise.resolve(true);
  };
  const search = (
    ...installers: ((installation: Installation) => Promise<boolean>)[]
  ): ReturnType<typeof findPulumiCli> => findPulumiCli({ env, say: (line) => said.push(line), installers });

  test("PATH: the CLI there is used, and nothing is said", async () => {
    const pulumi = cliIn(join(folder, "path"), "v3.260.1");
    await expect(search()).resolves.toEqual({ executable: pulumi, folder: dirname(pulumi), version: "3.260.1" });
    expect(said).toEqual([]);
  });

  test("PATH: companions beside the file that a link leads to count", async () => {
    const pulumi = cliIn(join(folder, "cellar"));
    mkdirSync(join(folder, "path"));
    symlinkSync(pulumi, join(folder, "path", "pulumi"));
    await expect(search()).resolves.toMatchObject({ executable: join(folder, "path", "pulumi") });
  });

  test.each([
    { what: "older than the SDK", version: "v3.100.0", beside: companions, reason: "is 3.100.0, older than 3.200.0" },
    { what: "without its Node host", beside: companions.slice(1), reason: "pulumi-language-nodejs is missing" },
    { what: "whose version is none", version: "hello", beside: companions, reason: "does not answer with a version" },
  ])("PATH: a CLI $what is passed over, and it is said why", async ({ version, beside, reason }) => {
    cliIn(join(folder, "path"), version, beside);
    await expect(search(installsInto)).resolves.toMatchObject({ version: "3.257.0" });
    expect(said).toEqual([expect.stringContaining(reason)]);
  });

  test("PULUMI_CLI: comes before PATH", async () => {
    cliIn(join(folder, "path"));
    env.PULUMI_CLI = cliIn(join(folder, "named"), "v3.222.0");
    await expect(search()).resolves.toMatchObject({ version: "3.222.0" });
  });

  test("PULUMI_CLI: one that cannot be used is an error, not a reason to install another", async () => {
    env.PULUMI_CLI = join(folder, "nothing-here", "pulumi");
    await expect(search(installsInto)).rejects.toThrow("PULUMI_CLI cannot be used");
  });

  test("cache: installed once, then found there", async () => {
    const installer = jest.fn(installsInto);
    const first = await search(installer);
    await expect(search(installer)).resolves.toEqual(first);
    expect(first.executable.startsWith(join(folder, "cache", "pulumi-apim-credentials", "pulumi-3.257.0-"))).toBe(true);
    expect(installer).toHaveBeenCalledTimes(1);
  });

  test("cache: two that ask at once get one installation", async () => {
    const installer = jest.fn(installsInto);
    const [one, other] = await Promise.all([search(installer), search(installer)]);
    expect(one).toEqual(other);
    expect(installer).toHaveBeenCalledTimes(1);
  });

  test("installers: the next one is tried where one cannot do it", async () => {
    const unreachable = jest.fn(() => Promise.resolve(false));
    await search(unreachable, installsInto);
    expect(unreachable).toHaveBeenCalledTimes(1);
  });

  test("installers: one that fails ends the search, and the next search starts afresh", async () => {
    await expect(search(() => Promise.reject(new Error("Go is missing")))).rejects.toThrow("Go is missing");
    await expect(search(installsInto)).resolves.toMatchObject({ version: "3.257.0" });
  });
});
