import type { asn1 } from "node-forge";
import { readAsn1, type NodeForge } from "./nodeForge";

const maxDepth = 32;

/**
 * The sum of the key derivation's iteration counts that can be seen before anything is decrypted, so that a file made to
 * keep the emulator busy for hours is refused instead. Each count follows its salt: an OCTET STRING, then an INTEGER.
 */
export function visibleIterationCount(forge: NodeForge, root: asn1.Asn1): number {
  const { Type } = forge.asn1;
  let total = 0;

  function visit(node: asn1.Asn1, depth: number): void {
    if (depth > maxDepth) return;
    if (typeof node.value === "string") {
      if (node.type === Type.OCTETSTRING && node.value.startsWith("\x30")) visitNested(node.value, depth);
      return;
    }
    for (const [index, child] of node.value.entries()) {
      const next = node.value[index + 1];
      if (child.type === Type.OCTETSTRING && next?.type === Type.INTEGER && typeof next.value === "string") {
        total += Number(`0x${Buffer.from(next.value, "binary").toString("hex") || "0"}`);
      }
      visit(child, depth + 1);
    }
  }

  function visitNested(der: string, depth: number): void {
    let nested: asn1.Asn1;
    try {
      nested = readAsn1(forge, Buffer.from(der, "binary"));
    } catch {
      return;
    }
    visit(nested, depth + 1);
  }

  visit(root, 0);
  return total;
}
