import { delimiter, join } from "node:path";
import type { PulumiCli } from "../pulumiCli/probe";

/** Whatever could make a run depend on the machine: other backends, credentials, subscriptions, proxies' tracing, options. */
const foreign = /^(PULUMI_|ARM_|AZURE_|APIM_|AZ_|IDENTITY_|MSI_|NODE_OPTIONS$|npm_)/i;

/**
 * Variables for runs that keep everything in one folder: state, plugins, sign-in. Nothing of the machine's own Pulumi,
 * Azure or npm settings gets in.
 */
export function pulumiEnvironment(cli: PulumiCli, folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: `${cli.folder}${delimiter}${process.env.PATH ?? ""}`,
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    AZURE_CONFIG_DIR: join(folder, "home", ".azure"),
    PULUMI_HOME: join(folder, "home", ".pulumi"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "only this run uses it",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Without it the CLI does not know the flag --event-log; the Automation API sets it too.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}
