import Module from "node:module";

/** Whether this process has loaded a package, whoever asked for it. */
export function isModuleLoaded(name: string): boolean {
  const { _cache } = Module as unknown as { _cache: Readonly<Record<string, unknown>> };
  return Object.keys(_cache).some((path) => path.includes(`/node_modules/${name}/`));
}
