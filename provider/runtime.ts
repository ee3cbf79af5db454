/**
 * What the provider text stored in stacks calls by name. Part of the state format: add here, never rename or remove.
 */
import type * as certificateLife from "./certificate/lifecycle";
import { CheckedInputs } from "./checkedInputs";
import type { ConfigReader } from "./configReader";
import type * as rotationLife from "./gatewayKeyRotation/lifecycle";
import type * as tokenLife from "./gatewayToken/lifecycle";
import type { Host, Lifecycle } from "./host";
import { loadPart } from "./loadPart";
import type { Properties } from "./properties";
import { createHost } from "./pulumiHost";
import { cleanError, toInitError } from "./pulumiErrors";

interface CheckResult {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** The methods that Pulumi's dynamic host calls. */
export interface ResourceProvider {
  configure(request: { readonly config: ConfigReader }): void;
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<object>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, state: Properties): Promise<object>;
  update(id: string, olds: Properties, news: Properties): Promise<object>;
  delete(id: string, state: Properties): Promise<void>;
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

function resourceProvider(lifecycle: Lifecycle, secretOutputs: readonly string[] = []): ResourceProvider {
  let host: Host | undefined;
  let config: ConfigReader = { get: () => undefined };
  const checked = new CheckedInputs();
  const run = async <T>(call: (host: Host) => Promise<T> | T): Promise<T> => {
    try {
      return await call((host ??= createHost(config)));
    } catch (error) {
      throw cleanError(error);
    }
  };
  return {
    // Keeps it synchronously: in refresh and destroy the engine's first calls run in parallel with it.
    configure: (request) => {
      config = request.config;
    },
    check: (olds, news) =>
      run(async (host) => {
        const answer = await lifecycle.check(host, olds, news);
        // A failure that named its property would make the engine print the property's value, secret or not.
        const failures = answer.failures.map((reason) => ({ property: "", reason }));
        return { inputs: checked.keep(plain(answer.inputs), olds), failures };
      }),
    diff: (id, state, inputs) => run(() => checked.engineDiff(lifecycle.diff({ id, state, inputs }), inputs)),
    create: (inputs) =>
      run(async (host) => {
        const { id, state } = await lifecycle
          .create(host, checked.withUrn(inputs))
          .catch((error: unknown) => toInitError(error, inputs));
        return { id, outs: sealed(state, secretOutputs) };
      }),
    read: (id, state) =>
      run(async (host) => {
        const found = await lifecycle.read(host, { id, state });
        if (found === undefined) return {};
        const inputs = found.inputs === undefined ? {} : { inputs: plain(found.inputs) };
        return { id, props: sealed(found.state, secretOutputs), ...inputs };
      }),
    update: (id, olds, news) =>
      run(async (host) => {
        const updated = await lifecycle
          .update(host, { id, state: olds, inputs: checked.withUrn(news) })
          .catch((error: unknown) => toInitError(error, news));
        return { outs: sealed(updated, secretOutputs) };
      }),
    delete: (id, state) => run((host) => lifecycle.delete(host, { id, state })),
  };
}

export const certificate = (): ResourceProvider => {
  const { certificateLifecycle } = loadPart("./certificate/lifecycle.js") as typeof certificateLife;
  return resourceProvider(certificateLifecycle);
};

export const gatewayKeyRotation = (): ResourceProvider => {
  const { gatewayKeyRotationLifecycle } = loadPart("./gatewayKeyRotation/lifecycle.js") as typeof rotationLife;
  return resourceProvider(gatewayKeyRotationLifecycle);
};

export const gatewayToken = (): ResourceProvider => {
  const { gatewayTokenLifecycle } = loadPart("./gatewayToken/lifecycle.js") as typeof tokenLife;
  return resourceProvider(gatewayTokenLifecycle, ["token"]);
};
