/**
 * The text that Pulumi stores with every resource, twice, and evaluates in its provider process, as `__provider`.
 *
 * It is part of the state format: stacks keep it, so every version of this package must go on answering it. It captures
 * nothing, so nothing can leak into the state; it is the same in every install layout; and since the implementation
 * stays in the installed package, an upgrade takes effect at once and changes no stored byte.
 *
 * `createRequire` at the program's folder rather than the plain `require`, which does not resolve a package's reference to
 * itself here.
 */
export function providerText(lifecycle: "certificate" | "gatewayKeyRotation" | "gatewayToken"): string {
  return (
    "exports.handler=()=>require(`module`).createRequire(process.cwd()+`/`)(`pulumi-apim-credentials/runtime`)." +
    `${lifecycle}()`
  );
}
