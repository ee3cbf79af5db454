/**
 * What the provider text stored in stacks calls by name. Part of the state format: add here, never rename or remove.
 */
import { isDeepStrictEqual } from "node:util";
import type { ConfigReader } from "./configReader";
import type { DiffAnswer, Host, Lifecycle } from "./host";
import type { Properties } from "./properties";
import { createHost } from "./pulumiHost";
import { cleanError, toInitError } from "./pulumiErrors";

interface CheckResult {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** The methods of Pulumi's dynamic resource providers, with the stack's configuration in front. */
export interface RuntimeMethods {
  check(config: ConfigReader, olds: Properties, news: Properties): Promise<CheckResult>;
  diff(config: ConfigReader, ...args: [id: string, olds: Properties, news: Properties]): Promise<object>;
  create(config: ConfigReader, inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(config: ConfigReader, id: string, state: Properties): Promise<object>;
  update(config: ConfigReader, ...args: [id: string, olds: Properties, news: Properties]): Promise<object>;
  delete(config: ConfigReader, id: string, state: Properties): Promise<void>;
}

/** A stray `undefined` in an answer fails after the remote call and leaves an orphan: JSON drops it. */
function plain(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

/** How the engine's wire format marks a secret; outputs that only Azure knows are secret in no other way. */
const SECRET_SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function sealed(state: Properties, secretOutputs: readonly string[]): Properties {
  const secrets: Properties[] = secretOutputs
    .filter((name) => state[name] !== undefined)
    .map((name) => ({ [name]: { ...SECRET_SIGNATURE, value: state[name] } }));
  return Object.assign(plain(state), ...secrets) as Properties;
}

/**
 * A change that shows in the inputs is left to the engine's own comparison: it then knows which properties changed, and
 * `replaceOnChanges` works. Where it would find none (a repair, a drift that only the state shows), the answer is given.
 */
function engineDiff({ memory }: Host, { changes, replaces }: DiffAnswer, inputs: Properties): object {
  if (!changes || replaces !== undefined) return { changes, replaces };
  const stored = memory.storedInputs.get(String(inputs.__urn));
  return stored === undefined || isDeepStrictEqual(visible(stored), visible(inputs)) ? { changes } : {};
}

/** Without what the engine never shows. */
function visible(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith("__")));
}

function runtimeMethods(load: () => Promise<Lifecycle>, secretOutputs: readonly string[] = []): RuntimeMethods {
  const run = async <T>(
    config: ConfigReader,
    call: (lifecycle: Lifecycle, host: Host) => Promise<T> | T,
  ): Promise<T> => {
    try {
      return await call(await load(), createHost(config));
    } catch (error) {
      throw cleanError(error);
    }
  };
  return {
    check: (config, olds, news) =>
      run(config, async (lifecycle, host) => {
        host.memory.storedInputs.set(String(news.__urn), olds);
        const { inputs, failures } = await lifecycle.check(host, olds, news);
        // A failure that named its property would make the engine print the property's value, secret or not.
        return { inputs: plain(inputs), failures: failures.map((reason) => ({ property: "", reason })) };
      }),
    diff: (config, ...[id, state, inputs]) =>
      run(config, (lifecycle, host) => engineDiff(host, lifecycle.diff({ id, state, inputs }), inputs)),
    create: (config, inputs) =>
      run(config, async (lifecycle, host) => {
        const { id, state } = await lifecycle
          .create(host, inputs)
          .catch((error: unknown) => toInitError(error, inputs));
        return { id, outs: sealed(state, secretOutputs) };
      }),
    read: (config, id, state) =>
      run(config, async (lifecycle, host) => {
        const found = await lifecycle.read(host, { id, state });
        if (found === undefined) return {};
        const inputs = found.inputs === undefined ? {} : { inputs: plain(found.inputs) };
        return { id, props: sealed(found.state, secretOutputs), ...inputs };
      }),
    update: (config, ...[id, state, inputs]) =>
      run(config, async (lifecycle, host) => {
        const updated = await lifecycle
          .update(host, { id, state, inputs })
          .catch((error: unknown) => toInitError(error, inputs));
        return { outs: sealed(updated, secretOutputs) };
      }),
    delete: (config, id, state) => run(config, (lifecycle, host) => lifecycle.delete(host, { id, state })),
  };
}

export const certificate = runtimeMethods(
  async () => (await import("./certificate/lifecycle.js")).certificateLifecycle,
);

export const gatewayKeyRotation = runtimeMethods(
  async () => (await import("./gatewayKeyRotation/lifecycle.js")).gatewayKeyRotationLifecycle,
);

export const gatewayToken = runtimeMethods(
  async () => (await import("./gatewayToken/lifecycle.js")).gatewayTokenLifecycle,
  ["token"],
);
