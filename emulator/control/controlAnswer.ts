import type { Answer } from "../arm/answer";

/** 400 for a control request that cannot be understood. */
export function controlError(message: string): Answer {
  return { status: 400, body: { error: { code: "InvalidControlRequest", message } } };
}
