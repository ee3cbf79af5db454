import type { asn1 } from "node-forge";
import { readAsn1, type NodeForge } from "./nodeForge";

const maxDepth = 32;

/**
 * The sum of the key derivation's iteration counts that can be seen before anything is decrypted, so that a file made to
 * keep the emulator busy for hours is refused instead. Each count follows its salt: an OCTET STRING, then an INTEGER;
 * three INTEGERs are scrypt's cost, block size and parallelism, which multiply.
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
      if (child.type === Type.OCTETSTRING) total += costAfterSalt(node.value.slice(index + 1, index + 4));
      visit(child, depth + 1);
    }
  }

  function costAfterSalt(following: readonly asn1.Asn1[]): number {
    const numbers = following.map(({ type, value }) => (type === Type.INTEGER ? readInteger(value) : undefined));
    const [count, blockSize, parallelism] = numbers;
    if (count === undefined) return 0;
    return blockSize !== undefined && parallelism !== undefined ? count * blockSize * parallelism : count;
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

function readInteger(value: asn1.Asn1["value"]): number | undefined {
  return typeof value === "string" ? Number(`0x${Buffer.from(value, "binary").toString("hex") || "0"}`) : undefined;
}
