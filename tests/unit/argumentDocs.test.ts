import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

interface Argument {
  readonly name: string;
  readonly isOptional: boolean;
  readonly documentation: string;
}

/** The fields of every `...Args` interface of a file, with what TSDoc says of them. */
function argumentsOf(path: string): Argument[] {
  const text = readFileSync(join(__dirname, "../..", path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => name.text.endsWith("Args"))
    .flatMap(({ name, members }) =>
      members
        .filter((member) => ts.isPropertySignature(member))
        .map((member) => ({
          name: `${name.text}.${member.name.getText()}`,
          isOptional: member.questionToken !== undefined,
          documentation: ts
            .getJSDocCommentsAndTags(member)
            .map((comment) => comment.getText())
            .join("\n"),
        })),
    );
}

const all = ["certificate", "gatewayKeyRotation", "gatewayToken"].flatMap((folder) =>
  argumentsOf(`provider/${folder}/resource.ts`),
);

describe("documentation of arguments", () => {
  it.each(all)("$name: says what a change does", ({ documentation }) => expect(documentation).toMatch(/\bchange\b/i));

  it.each(all.filter(({ documentation }) => documentation.includes("@defaultValue")))(
    "$name: has a default, so it is optional",
    ({ isOptional }) => expect(isOptional).toBe(true),
  );

  it.each(all.filter(({ name }) => /\.(data|password)$/.test(name)))(
    "$name: says that it is secret",
    ({ documentation }) => expect(documentation).toContain("Secret"),
  );
});
