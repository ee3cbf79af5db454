import { contentProblems, reachableDeclarations } from "../../../scripts/packageCheck/contents";

const documents = ["CHANGELOG.md", "LICENSE", "README.md", "emulator/README.md", "package.json"];
const entry = "dist/provider/index.d.ts";
const needed = [...documents, entry, "dist/provider/index.js"];

function problemsOf(paths: readonly string[], bytes = 1_000): string[] {
  const files = paths.map((path) => ({ path, size: 1 }));
  return contentProblems({ bytes: new Uint8Array(bytes), files }, new Set([entry]));
}

describe("package contents", () => {
  it("what users need, and nothing else: no problem", () => expect(problemsOf(needed)).toEqual([]));

  it.each([
    "tests/unit/x.test.ts",
    "dist/tests/x.js",
    "dist/provider/index.js.map",
    "dist/provider/errors.d.ts",
    ".npmrc",
  ])("%s: packed without use", (path) =>
    expect(problemsOf([...needed, path])).toEqual([expect.stringMatching(`^${path} is packed`)]),
  );

  it.each([...documents, entry])("%s: missing", (path) =>
    expect(problemsOf(needed.filter((other) => other !== path))).toEqual([
      expect.stringMatching(`^${path} is not packed`),
    ]),
  );

  it("more than 150 kB: said", () =>
    expect(problemsOf(needed, 150_001)).toEqual([expect.stringMatching("150001 bytes")]));
});

describe("declarations", () => {
  it("reached through imports of either form, in circles too, and not through packages", () => {
    const imports: Record<string, string[]> = {
      "dist/a/index.d.ts": ["./one", "@pulumi/pulumi"],
      "dist/a/one.d.ts": ["../b/two.js"],
      "dist/b/two.d.ts": ["../a/index"],
    };
    const reached = reachableDeclarations(["dist/a/index.d.ts"], (path) => imports[path] ?? []);
    expect([...reached]).toEqual(Object.keys(imports));
  });
});
