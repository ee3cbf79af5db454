import { ArmRefusal } from "./armRefusal";
import type { EmulatorRequest } from "../server/emulatorRequest";

function eightBytes(revision: number, write: (bytes: Buffer, value: bigint) => void): string {
  const bytes = Buffer.alloc(8);
  write(bytes, BigInt(revision));
  return `"${bytes.toString("base64")}"`;
}

/** Certificates carry a database row version, most significant byte first: `"AAAAAAAADYQ="` (recorded). */
export function certificateEntityTag(revision: number): string {
  return eightBytes(revision, (bytes, value) => bytes.writeBigUInt64BE(value));
}

/** Gateways carry a counter, least significant byte first: `"JgkAAAAAAAA="` (recorded). */
export function gatewayEntityTag(revision: number): string {
  return eightBytes(revision, (bytes, value) => bytes.writeBigUInt64LE(value));
}

interface IfMatchCheck {
  readonly request: EmulatorRequest;
  /** The live entity's tag; undefined when there is none. */
  readonly current: string | undefined;
}

/**
 * If-Match where one was sent: `*` always holds (spec), any other value is compared octet by octet, quotes included.
 * @throws ArmRefusal 412 in the words that clients report.
 */
export function compareIfMatch({ request, current }: IfMatchCheck): void {
  const wanted = request.headers["if-match"];
  if (wanted === undefined || wanted === "" || wanted === "*" || wanted === current) return;
  throw new ArmRefusal(412, {
    code: "PreconditionFailed",
    message: "Resource was modified since last retrieval. Please retrieve latest version.",
  });
}

/**
 * If-Match where the spec requires it. A missing one is refused (assumed) unless the emulator is lenient:
 * then it is tolerated, as the real service was recorded to do.
 */
export function requireIfMatch(request: EmulatorRequest, lenient: boolean): void {
  if (lenient || (request.headers["if-match"] ?? "") !== "") return;
  throw new ArmRefusal(400, {
    code: "ValidationError",
    message: "The If-Match header is required: send the entity's ETag, or *.",
  });
}
