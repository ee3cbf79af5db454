import * as ts from "typescript";

/**
 * Every text of at least three words in a source file, in order: whatever a person can be shown is among them. A
 * concatenation is one text, and what is filled in stands as `${expression}`.
 */
export function collectTexts(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = textOf(node);
    if (text === undefined || !isProse(text)) {
      ts.forEachChild(node, visit);
      return;
    }
    found.push(text);
    // Texts within what is filled in are texts of their own.
    filledIn(node).forEach(visit);
  };
  visit(file);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return (
      node.head.text +
      node.templateSpans
        .map(({ expression, literal }) => `\${${expression.getText().replace(/\s+/g, " ")}}${literal.text}`)
        .join("")
    );
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

function filledIn(node: ts.Node): ts.Expression[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (ts.isBinaryExpression(node)) return [...filledIn(node.left), ...filledIn(node.right)];
  return [];
}

const isProse = (text: string): boolean =>
  text
    .replace(/\$\{[^}]*\}/g, "x")
    .trim()
    .split(/\s+/).length >= 3;
