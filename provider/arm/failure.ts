import type { NoAnswer } from "./outcome";
import { TOO_LARGE } from "./readBody";
import { clockTime } from "./waitNotice";

// The request cannot have reached the service.
const NEVER_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENETDOWN: "the network is down",
  EADDRNOTAVAIL: "no local port was free",
};

const UNTRUSTED = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_UNTRUSTED",
  "CERT_REVOKED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Says what a failed attempt means. Whatever is not known to precede the request may have followed it. */
export function describeFailure(error: unknown): NoAnswer {
  const code = codeOf(error);
  const neverConnected = NEVER_CONNECTED[code];
  if (neverConnected !== undefined) {
    return { kind: "no-answer", requestWasSent: "no", isPermanent: false, code, message: neverConnected };
  }
  if (UNTRUSTED.has(code)) {
    const message = `the server's TLS certificate is not trusted (${code}); behind a proxy that inspects traffic, set NODE_EXTRA_CA_CERTS to the file of its CA`;
    return { kind: "no-answer", requestWasSent: "no", isPermanent: true, code, message };
  }
  const message = code === "ECONNRESET" || code === "EPIPE" ? "the connection was closed" : textOf(error, code);
  return { kind: "no-answer", requestWasSent: "maybe", isPermanent: code === TOO_LARGE, code, message };
}

/** Plain http would carry the request, and its token, in clear. */
export function describeInsecure(host: string): NoAnswer {
  const message = `${host} was to be reached over plain http, which is for this machine only`;
  return { kind: "no-answer", requestWasSent: "no", isPermanent: true, code: "plain-http", message };
}

/** Azure asked for a wait that is longer than the request may last; it was kept back, or it would have made the wait longer still. */
export function describeKeptBack(throttling: string, until: number): NoAnswer {
  const message = `${throttling} until ${clockTime(until)}, later than this call may last; it was not sent`;
  return { kind: "no-answer", requestWasSent: "no", isPermanent: true, code: "throttled", message };
}

/** The attempt took too long. */
export function describeTimeout(timeoutMs: number): NoAnswer {
  const message = `no complete answer within ${Math.round(timeoutMs / 1000)} s`;
  return { kind: "no-answer", requestWasSent: "maybe", isPermanent: false, code: "timeout", message };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" && code !== "" ? code : "unknown";
}

function textOf(error: unknown, code: string): string {
  return error instanceof Error && error.message !== "" ? error.message : code;
}
