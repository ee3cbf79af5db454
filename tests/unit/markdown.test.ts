import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { checkout } from "../../scripts/build/checkout";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: checkout,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(checkout, file)));

function withoutCode(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, "code");
}

/** As GitHub makes them: lower case, no punctuation, blanks become hyphens; the second of a name has "-1". */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of markdown.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.+)$/gm)) {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    anchors.add(anchors.has(name) ? `${name}-1` : name);
  }
  return anchors;
}

/** What is wrong with a relative link; undefined when it leads somewhere. */
function problemOf(from: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : join(dirname(from), decodeURIComponent(path));
  if (relative(checkout, join(checkout, target)).startsWith("..")) return "leads out of the repository";
  if (!existsSync(join(checkout, target))) return "there is no such file";
  if (anchor === undefined || statSync(join(checkout, target)).isDirectory()) return undefined;
  return anchorsOf(readFileSync(join(checkout, target), "utf8")).has(anchor) ? undefined : "there is no such heading";
}

test.each(files)("%s: every relative link leads to a file and a heading that exist", (file) => {
  const links = [...withoutCode(readFileSync(join(checkout, file), "utf8")).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/i.test(link));
  const broken = links.flatMap((link) => {
    const problem = problemOf(file, link);
    return problem === undefined ? [] : [`${link}: ${problem}`];
  });
  expect(broken).toEqual([]);
});

test.each(files)("%s: TypeScript that stands in it can be parsed", (file) => {
  const blocks = [...readFileSync(join(checkout, file), "utf8").matchAll(/^ *```ts\n(.*?)^ *```$/gms)];
  for (const [, code = ""] of blocks) {
    const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  }
});
