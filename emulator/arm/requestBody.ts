import { ArmRefusal, validationError } from "./armRefusal";
import type { EmulatorRequest } from "../server/emulatorRequest";

export type JsonObject = Readonly<Record<string, unknown>>;

function invalidContent(reason: string): ArmRefusal {
  return new ArmRefusal(400, {
    code: "InvalidRequestContent",
    message: `The request content was invalid and could not be deserialized: '${reason}'.`,
  });
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The request's body as a JSON object.
 * @throws ArmRefusal 415 for another content type, 400 for anything that is no JSON object (ARM's code; wording assumed).
 */
export function readJsonObject(request: EmulatorRequest): JsonObject {
  const mediaType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (request.body !== "" && mediaType !== "application/json" && mediaType !== "text/json") {
    throw new ArmRefusal(415, {
      code: "UnsupportedMediaType",
      message: `The content media type '${mediaType}' is not supported. Only 'application/json' is supported.`,
    });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's own message would quote the body, which may hold a password.
    throw invalidContent(request.body === "" ? "The request has no content." : "The content is not valid JSON.");
  }
  if (!isJsonObject(parsed)) throw invalidContent("The content is not a JSON object.");
  return parsed;
}

/** The object under a name; absent and null are the empty object. */
export function objectField(parent: JsonObject, name: string): JsonObject {
  const value = parent[name];
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw validationError({ target: name, message: `${name} must be an object.` });
  return value;
}

interface StringRule {
  readonly maxLength?: number;
  readonly allowed?: readonly string[];
}

/** The string under a name; absent and null are undefined. */
export function stringField(parent: JsonObject, name: string, rule: StringRule = {}): string | undefined {
  const value = parent[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw validationError({ target: name, message: `${name} must be a string.` });
  if (rule.maxLength !== undefined && value.length > rule.maxLength) {
    throw validationError({ target: name, message: `${name} must be at most ${rule.maxLength} characters long.` });
  }
  if (rule.allowed !== undefined && !rule.allowed.includes(value)) {
    throw validationError({ target: name, message: `${name} must be one of ${rule.allowed.join(", ")}.` });
  }
  return value;
}

/** As {@link stringField}, but refused when absent. */
export function requiredString(parent: JsonObject, name: string, rule: StringRule = {}): string {
  const value = stringField(parent, name, rule);
  if (value === undefined || value === "") throw validationError({ target: name, message: `${name} is required.` });
  return value;
}

/** A boolean query parameter; absent is false. */
export function readBoolean(request: EmulatorRequest, name: string): boolean {
  const value = request.query.get(name.toLowerCase())?.toLowerCase() ?? "false";
  if (value !== "true" && value !== "false") {
    throw validationError({ target: name, message: `${name} must be true or false.` });
  }
  return value === "true";
}
