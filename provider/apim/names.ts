import { quoted } from "../quoted";

/**
 * The published spec's rules for names. Each answers what is wrong, in words that follow the argument's name
 * ("serviceName: must be …"), or undefined when the name is allowed.
 */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function subscriptionIdProblem(value: string): string | undefined {
  if (GUID.test(value)) return undefined;
  return `must be a subscription's id, such as 11111111-2222-3333-4444-555555555555 (not its name), found ${quoted(value)}`;
}

export function resourceGroupNameProblem(value: string): string | undefined {
  const length = lengthProblem(value, 90);
  if (length !== undefined) return length;
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
  if (/^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u.test(value)) return undefined;
  return `may hold letters, digits, "_", "-", "(", ")" and ".", and must not end with ".", found ${quoted(value)}`;
}

export function serviceNameProblem(value: string): string | undefined {
  const length = lengthProblem(value, 50);
  if (length !== undefined) return length;
  if (/^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value)) return undefined;
  return `must begin with a letter, hold only letters, digits and "-", and end with a letter or digit, found ${quoted(value)}`;
}

export function certificateIdProblem(value: string): string | undefined {
  const problem = lengthProblem(value, 80) ?? pathProblem(value);
  if (problem !== undefined) return problem;
  if (/^[^*#&+:<>?]+$/.test(value)) return undefined;
  return `must not hold any of * # & + : < > ?, found ${quoted(value)}`;
}

export function gatewayIdProblem(value: string): string | undefined {
  const problem = lengthProblem(value, 80) ?? pathProblem(value);
  if (problem !== undefined) return problem;
  if (value.toLowerCase() !== "managed") return undefined;
  return `must be a self-hosted gateway's id: "managed" is the service's own gateway, which has no keys`;
}

function lengthProblem(value: string, maximum: number): string | undefined {
  if (value.length >= 1 && value.length <= maximum) return undefined;
  return `must have 1 to ${maximum} characters, found ${value.length}`;
}

// The spec's patterns let these through, but in a URL's path they would name another resource.
function pathProblem(value: string): string | undefined {
  if (value === "." || value === "..") return `must not be ${quoted(value)}, which has a meaning of its own in a path`;
  // eslint-disable-next-line no-control-regex
  return /[/\\\u0000-\u001f\u007f]/.test(value)
    ? `must not hold "/", "\\" or control characters, found ${quoted(value)}`
    : undefined;
}
