import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  proxyPolicy,
  userAgentPolicy,
  type HttpClient,
  type Pipeline,
  type PipelinePolicy,
  type PipelineRequest,
} from "@azure/core-rest-pipeline";
import { describeFailure, describeInsecure, describeTimeout } from "./failure";
import type { Outcome } from "./outcome";
import { readBody } from "./readBody";
import { packageVersion } from "./packageVersion";
import { isLoopback } from "../emulatorUrl";
import { ConfigurationError } from "../errors";

/** One HTTP request. */
interface WireRequest {
  readonly method: PipelineRequest["method"];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** For the whole exchange, from the connection to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** Sends one request once. Never throws for what a network does. */
export type Transport = (request: WireRequest) => Promise<Outcome>;

/** How requests leave this machine. */
export interface TransportOptions {
  /** Whether HTTPS_PROXY, ALL_PROXY and NO_PROXY apply: not for the emulator. */
  readonly useProxy: boolean;
  /** Added to the User-Agent, such as `Pulumi/3.200.0`. */
  readonly host?: string | undefined;
}

/**
 * Azure's own HTTP client with its connection pool, proxies and User-Agent. No redirects: they could lead the token elsewhere.
 *
 * @throws ConfigurationError when a proxy variable is not a URL.
 */
export function createTransport(options: TransportOptions): Transport {
  const pipeline = createEmptyPipeline();
  const userAgentPrefix = [`pulumi-apim-credentials/${packageVersion()}`, options.host].filter(Boolean).join(" ");
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix }));
  if (options.useProxy) pipeline.addPolicy(proxyOf());
  const client = createDefaultHttpClient();
  return async (request) => {
    const { hostname, protocol } = new URL(request.url);
    if (protocol !== "https:" && !isLoopback(hostname)) return describeInsecure(hostname);
    return exchange(
      { pipeline, client, timeoutMs: request.timeoutMs },
      createPipelineRequest({
        method: request.method,
        url: request.url,
        headers: createHttpHeaders(request.headers),
        allowInsecureConnection: isLoopback(hostname),
        streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
        ...(request.body !== undefined && { body: request.body }),
        // The client hands the name on as it stands in the URL, and "[::1]" is no address to look up.
        ...(hostname.startsWith("[") && { requestOverrides: { hostname: hostname.slice(1, -1) } }),
      }),
    );
  };
}

function proxyOf(): PipelinePolicy {
  try {
    return proxyPolicy();
  } catch {
    throw new ConfigurationError(
      "HTTPS_PROXY (or ALL_PROXY, HTTP_PROXY) is not a URL such as http://proxy.example:8080. Correct it, or unset it.",
    );
  }
}

async function exchange(
  { pipeline, client, timeoutMs }: { pipeline: Pipeline; client: HttpClient; timeoutMs: number },
  request: PipelineRequest,
): Promise<Outcome> {
  const abort = new AbortController();
  request.abortSignal = abort.signal;
  let timer: NodeJS.Timeout | undefined;
  // The client's own timeout ends with the headers, and its timer outlives a broken connection. This one covers the body too.
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve(describeTimeout(timeoutMs));
      abort.abort();
    }, timeoutMs);
  });
  const complete = async (): Promise<Outcome> => {
    const { status, headers, readableStreamBody } = await pipeline.sendRequest(client, request);
    const body = readableStreamBody ? await readBody(readableStreamBody, status) : "";
    return { kind: "answer", status, header: (name) => headers.get(name), body };
  };
  try {
    return await Promise.race([complete().catch(describeFailure), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
