import { ConfigurationError } from "../errors";
import type { ArmRequest } from "./client";

/**
 * The URL of a request. The resource id's names are percent-encoded here and nowhere else.
 *
 * @param endpoint - the cloud's resource manager, without a trailing slash; the URL never leaves it.
 * @throws ConfigurationError when the resource id cannot be a path.
 */
export function resourceUrl(endpoint: string, request: ArmRequest, apiVersion: string): string {
  const segments = request.resourceId.split("/").slice(1);
  // "." and ".." would be resolved away by every HTTP client, encoded or not.
  const isPath = request.resourceId.startsWith("/") && segments.every((name) => !["", ".", ".."].includes(name));
  if (!isPath) {
    throw new ConfigurationError(
      `${request.operation}: "${request.resourceId}" is not a resource id, so nothing was sent. If it is in no program, the stored state is damaged: see \`pulumi stack export\`.`,
      request.operation,
    );
  }
  const query = new URLSearchParams({ "api-version": apiVersion, ...request.query });
  return `${endpoint}/${segments.map(encodeURIComponent).join("/")}${request.action ?? ""}?${query.toString()}`;
}
