import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(__dirname, "../../package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

/** What `npm install pulumi-apim-credentials` brings into a project that has Pulumi's SDK already. */
const installed = locked.filter(([, { dev, devOptional, peer }]) => !dev && !devOptional && !peer);

/** Each asks for no more than its own text to be kept. */
const allowedLicences = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);
/** Of a choice, the first part is the one taken. */
const takenLicence = (license = "none"): string => /^\((\S+) OR /.exec(license)?.[1] ?? license;

describe("what users install", () => {
  it("every licence is on the list", () => {
    const others = installed.filter(([, { license }]) => !allowedLicences.has(takenLicence(license)));
    expect(others).toEqual([]);
  });

  it("no package runs a script of its own at installation", () =>
    expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]));

  it("at most 50 packages", () => {
    expect(installed.length).toBeGreaterThan(2);
    expect(installed.length).toBeLessThanOrEqual(50);
  });
});

describe("the lock file", () => {
  it("has the optional packages of every platform, so that npm ci works on each", () => {
    const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`${path}/node_modules/${name}` in lock.packages) && !(`node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry", () => expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]));
});
