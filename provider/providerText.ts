/**
 * The text that Pulumi stores with every resource and evaluates in its provider process, as `__provider`.
 *
 * It is part of the state format: stacks keep it, so every version of this package must go on answering it. It captures
 * nothing, so nothing can leak into the state; it is the same in every install layout; and since the implementation
 * stays in the installed package, an upgrade takes effect at once and changes no stored byte.
 *
 * `configure` keeps the configuration synchronously: in refresh and destroy the engine's first calls run in parallel
 * with it. `import()` rather than `require`, which does not resolve a package's reference to itself here.
 */
export function providerText(lifecycle: "certificate" | "gatewayKeyRotation" | "gatewayToken"): string {
  return (
    "exports.handler=()=>{let c,f=m=>async(...a)=>(await import(`pulumi-apim-credentials/runtime`))." +
    lifecycle +
    "[m](c,...a),p={configure(r){c=r.config}};" +
    "for(let m of[`check`,`diff`,`create`,`read`,`update`,`delete`])p[m]=f(m);return p}"
  );
}
