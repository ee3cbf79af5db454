import type { Narrator } from "./narrator";

/** What to do next, against a real subscription. */
export function showNextSteps(narrator: Narrator): void {
  narrator.title("Next: the same against your own API Management service");
  narrator.say("With the Pulumi CLI (`pulumi login`, or `pulumi login --local`) and `az login`:");
  narrator.say();
  for (const command of [
    "cd examples/quickstart",
    "pulumi stack init dev",
    "pulumi config set resourceGroup <resource group>",
    "pulumi config set service <API Management service>",
    "pulumi config set gateway <self-hosted gateway>",
    "pulumi config set certificateFile <path of a .pfx file>",
    "pulumi config set rotation 1",
    "export CERTIFICATE_PASSWORD=<its password>",
    "pulumi up",
  ]) {
    narrator.command(command);
  }
  narrator.say();
  narrator.say("A later `pulumi config set rotation 2` regenerates the gateway's primary key, and tokens signed");
  narrator.say("with it stop working: try it on a gateway that nobody needs.");
}
