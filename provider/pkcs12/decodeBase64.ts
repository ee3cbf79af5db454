/**
 * Decodes base64 of the standard alphabet with padding; white space between the characters is allowed.
 * Returns undefined for anything else, where Node's own decoder would skip what it does not know.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, "base64");
}
