import type { ArmRequest } from "./client";
import type { RequestBudget } from "./requestGate";

/**
 * Azure counts requests per subscription: GET and HEAD as reads, DELETE as deletes, everything else, also a POST that only lists, as writes.
 * The service is the top-level resource that the id is about: `/subscriptions/…/providers/{namespace}/{type}/{name}`.
 */
export function budgetOf({ method, resourceId }: Pick<ArmRequest, "method" | "resourceId">): RequestBudget {
  const segments = resourceId.toLowerCase().split("/");
  return { service: segments.slice(0, 9).join("/"), throttle: `${segments[2] ?? ""} ${countedAs(method)}` };
}

/** The word for the budget, as in `x-ms-ratelimit-remaining-subscription-writes`. */
export function countedAs(method: ArmRequest["method"]): "reads" | "writes" | "deletes" {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

/** What is said while Azure throttles this request's budget. */
export function throttlingOf({ method, resourceId }: Pick<ArmRequest, "method" | "resourceId">): string {
  return `Azure throttles ${countedAs(method)} in subscription ${resourceId.split("/")[2] ?? ""}`;
}
