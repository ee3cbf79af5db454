import type { Route } from "./operation";

interface RouteMatch {
  readonly route: Route;
  readonly names: Readonly<Record<string, string>>;
}

function matchTemplate(template: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = template.split("/").filter((part) => part !== "");
  if (parts.length !== segments.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) {
      names[part.slice(1, -1)] = segment;
    } else if (part.toLowerCase() !== segment.toLowerCase()) {
      return undefined;
    }
  }
  return names;
}

/** The route of a method and path, and the methods that the path knows when there is none. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): { match: RouteMatch | undefined; allowed: readonly string[] } {
  const others: Route[] = [];
  for (const route of routes) {
    const names = matchTemplate(route.path, segments);
    if (names === undefined) continue;
    if (route.method === method) return { match: { route, names }, allowed: [] };
    others.push(route);
  }
  // Of ARM's own resources only a part is here; of API Management's paths, all that the spec has.
  return {
    match: undefined,
    allowed: others.filter(({ versions }) => versions === "apim").map(({ method }) => method),
  };
}
