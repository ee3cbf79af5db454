import { decodeBase64 } from "./decodeBase64";
import { Pkcs12Problem } from "./problem";

/** Enough to find the first line of a PEM block behind the attributes that OpenSSL writes above it. */
const searchedCharacters = 65_536;
const shortestBase64 = 16;

/** What to do with PEM files. */
export const convert = "openssl pkcs12 -export -in cert.pem -inkey key.pem -out cert.pfx";
/** What to do where the bytes are something else altogether. */
export const itself = "give the PKCS#12 file (.pfx or .p12) itself";

/** What the bytes are if they are text; undefined if they are not. */
export function sniffText(bytes: Buffer): Pkcs12Problem | undefined {
  const text = asText(bytes);
  if (text === undefined) return undefined;
  const compact = text.trim();
  if (compact === "") return new Pkcs12Problem("empty", "the file is empty except for white space; export it again");
  const block = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text.slice(0, searchedCharacters))?.[1];
  if (block === "PKCS12") {
    return new Pkcs12Problem(
      "pem",
      "these bytes are PKCS#12 in PEM armour; take the armour off: remove the first and last line and decode the base64 between them",
    );
  }
  if (block) {
    return new Pkcs12Problem("pem", `these bytes are PEM text (${block}), not PKCS#12; convert it with \`${convert}\``);
  }
  if (compact.startsWith("version https://git-lfs")) {
    return new Pkcs12Problem(
      "not-pkcs12",
      "these bytes are a Git LFS pointer, not the file itself; fetch it with `git lfs pull`",
    );
  }
  const isProse = /[ \t]/.test(compact);
  if (compact.length >= shortestBase64 && !isProse && decodeBase64(compact)) {
    return new Pkcs12Problem(
      "base64",
      "these bytes are base64 text, not PKCS#12 itself; decode them once more with `base64 -d`",
    );
  }
  return new Pkcs12Problem("not-pkcs12", `these bytes are text, not PKCS#12; ${itself}`);
}

/** UTF-8 or, as PowerShell writes it, UTF-16 with a mark; undefined where control characters say that it is no text. */
function asText(bytes: Buffer): string | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = (utf16 ? bytes.toString("utf16le", 2) : bytes.toString("utf8")).replace(/^\uFEFF/, "");
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text) ? undefined : text;
}
