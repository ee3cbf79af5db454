import { parseJson } from "../arm/json";
import { ConfigurationError } from "../errors";
import { askWithRetries, type Asking } from "./askWithRetries";
import type { Cloud } from "./cloud";

// A host name or address, and perhaps a port: no scheme, no path, nobody's name before an "@".
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/**
 * Asks a custom cloud where its sign-in and resource manager are: `https://{metadataHost}/metadata/endpoints`.
 *
 * @param environment - which entry to take where the host names several clouds.
 * @throws ConfigurationError when it is no host, does not answer, or does not say it.
 */
export async function readCloudMetadata(
  asking: Asking,
  { metadataHost, environment }: { metadataHost: string; environment: string | undefined },
): Promise<Cloud> {
  const problem = (text: string): ConfigurationError =>
    new ConfigurationError(
      `The cloud's description at azure-native:metadataHost (or ARM_METADATA_HOSTNAME) "${metadataHost}" cannot be used: ${text}.`,
    );
  if (!HOST.test(metadataHost)) throw problem("it is not a host name such as management.example.com");
  const url = `https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`;
  const outcome = await askWithRetries(asking, { url, headers: { Accept: "application/json" } });
  if (outcome.kind === "no-answer") throw problem(outcome.message);
  if (outcome.status !== 200) throw problem(`status ${outcome.status}`);
  const entry = chooseEntry(parseJson(outcome.body), environment);
  const authorityHost = httpsOrigin(at(at(entry, "authentication"), "loginEndpoint"));
  const resourceManager = httpsOrigin(at(entry, "resourceManager"));
  if (authorityHost === undefined) throw problem("authentication.loginEndpoint is not an https address");
  if (resourceManager === undefined) throw problem("resourceManager is not an https address");
  const name = at(entry, "name");
  const scope = `${audienceOf(entry, resourceManager)}/.default`;
  return {
    name: typeof name === "string" ? name : metadataHost,
    authorityHost,
    resourceManager,
    scope,
    isWellKnown: false,
  };
}

// An object in newer versions of the answer, a list of clouds in older ones.
function chooseEntry(body: unknown, environment: string | undefined): unknown {
  if (!Array.isArray(body)) return body;
  const entries = body as unknown[];
  const wanted = environment?.toLowerCase();
  return entries.find((entry) => String(at(entry, "name")).toLowerCase() === wanted) ?? entries[0];
}

// The resource manager itself where it is among them: Azure's own answer begins with a name of the past.
function audienceOf(entry: unknown, resourceManager: string): string {
  const list = at(at(entry, "authentication"), "audiences");
  const audiences = (Array.isArray(list) ? (list as unknown[]) : [])
    .filter((audience) => typeof audience === "string")
    .map((audience) => audience.replace(/\/+$/, ""));
  return audiences.includes(resourceManager) ? resourceManager : (audiences[0] ?? resourceManager);
}

function httpsOrigin(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return undefined;
  const { protocol, origin, pathname } = new URL(value);
  return protocol === "https:" ? `${origin}${pathname.replace(/\/+$/, "")}` : undefined;
}

function at(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
