import type { StateSize } from "./results";

interface Deployment {
  readonly deployment: { readonly resources: readonly StoredResource[] };
}

interface StoredResource {
  readonly type: string;
  readonly inputs?: { readonly __provider?: string };
}

/** What `pulumi stack export` holds of the program's resources, as long as in the file that the backend keeps. */
export function stateSizeOf(text: string): Omit<StateSize, "subject" | "size"> {
  const state = JSON.parse(text) as Deployment;
  const { resources } = state.deployment;
  const own = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
  const others = resources.filter((resource) => !own.includes(resource));
  const stored = (kept: readonly StoredResource[]): number =>
    Buffer.byteLength(JSON.stringify({ ...state, deployment: { ...state.deployment, resources: kept } }, undefined, 4));
  const texts = new Set(own.map(({ inputs }) => inputs?.__provider ?? ""));
  return {
    bytesPerResource: own.length === 0 ? 0 : Math.round((stored(resources) - stored(others)) / own.length),
    providerCharacters: Math.max(0, ...[...texts].map((provider) => provider.length)),
    providerTexts: texts.size,
  };
}
