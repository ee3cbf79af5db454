/**
 * Validates recorded exchanges against the published spec, both ways, with Azure's own validator:
 *
 *     npm install --no-save oav@4.0.3
 *     EMULATOR_JOURNALS=/tmp/journals npx jest
 *     npx ts-node --transpile-only scripts/validateSpec.ts SPEC_FOLDER /tmp/journals
 *
 * SPEC_FOLDER holds `specification/` as Azure/azure-rest-api-specs has it; it is not part of this repository.
 * oav is not a development dependency: 63 MB and 144 packages for a check that needs a spec from elsewhere.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly operationId?: string;
  readonly fault?: unknown;
}

interface Verdict {
  readonly isSuccessful?: boolean;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly pathsInPayload?: string[] }[];
  readonly runtimeException?: { readonly message: string };
}

interface Verdicts {
  readonly requestValidationResult: Verdict;
  readonly responseValidationResult: Verdict;
}

interface LiveValidator {
  initialize(): Promise<void>;
  validateLiveRequestResponse(pair: object): Promise<Verdicts>;
}

type LiveValidatorClass = new (options: object) => LiveValidator;

/** Members that the real service is recorded to answer though its spec has them not; the emulator does as the service. */
const knownMembers: readonly { readonly operationId: RegExp; readonly member: RegExp }[] = [
  { operationId: /^Certificate_/, member: /\/hasPrivateKey$/ },
  { operationId: /^Certificate_RefreshSecret$/, member: /^\/(subject|thumbprint|expirationDate|keyVault)$/ },
  { operationId: /^Gateway_/, member: /\/heartbeat$/ },
];

function isKnown({ operationId = "", method }: Exchange, error: Verdict["errors"][number]): boolean {
  const { code, pathsInPayload = [] } = error;
  // The spec has a body for every refusal; HTTP has none in any answer to HEAD.
  if (code === "INVALID_RESPONSE_BODY" && method === "HEAD") return true;
  // The service is recorded to tolerate it, and so does the emulator with --lenient; without it the request is refused.
  if (code === "MISSING_REQUIRED_PARAMETER" && pathsInPayload.every((path) => path === "/headers/if-match"))
    return true;
  return (
    code === "OBJECT_ADDITIONAL_PROPERTIES" &&
    pathsInPayload.length > 0 &&
    pathsInPayload.every((path) =>
      knownMembers.some((known) => known.operationId.test(operationId) && known.member.test(path)),
    )
  );
}

/** What the spec speaks about: faults are not the service's, and services themselves are in another file of the spec. */
function isToBeValidated({ operationId = "", status, fault }: Exchange): boolean {
  return /^(Certificate|Gateway)_/.test(operationId) && status !== null && fault === undefined;
}

/** A refused request breaks the spec on purpose; the refusal must be in the spec's form all the same. */
function sidesToBeValidated({ status }: Exchange): readonly ("request" | "response")[] {
  return (status ?? 0) < 400 ? ["request", "response"] : ["response"];
}

function toPair(exchange: Exchange, apiVersion: string): object {
  const query = { ...exchange.query, "api-version": apiVersion };
  return {
    liveRequest: {
      // oav knows no doubled slashes, which ARM tolerates.
      url: `${exchange.path.replace(/\/{2,}/g, "/")}?${new URLSearchParams(query).toString()}`,
      method: exchange.method,
      headers: exchange.headers,
      query,
      ...(exchange.body === null ? {} : { body: exchange.body }),
    },
    liveResponse: {
      statusCode: String(exchange.status),
      headers: exchange.responseHeaders,
      ...(exchange.responseBody === null ? {} : { body: exchange.responseBody }),
    },
  };
}

/** Counts by operation; what is wrong is printed as it is found. */
class Tally {
  readonly #validated = new Map<string, { succeeded: number; refused: number }>();
  #known = 0;
  #violations = 0;

  add(exchange: Exchange, verdicts: Verdicts): void {
    const { operationId = "", status } = exchange;
    const counts = this.#validated.get(operationId) ?? { succeeded: 0, refused: 0 };
    counts[(status ?? 0) < 400 ? "succeeded" : "refused"]++;
    this.#validated.set(operationId, counts);
    for (const side of sidesToBeValidated(exchange)) {
      const { errors, runtimeException } = verdicts[`${side}ValidationResult`];
      const unknown = errors.filter((error) => !isKnown(exchange, error));
      this.#known += errors.length - unknown.length;
      for (const { code, message, pathsInPayload = [] } of unknown)
        this.#complain(exchange, `${side}: ${code} ${message} ${pathsInPayload.join(" ")}`);
      if (runtimeException !== undefined) this.#complain(exchange, `${side}: ${runtimeException.message}`);
    }
  }

  #complain({ operationId = "", status }: Exchange, text: string): void {
    this.#violations++;
    process.stdout.write(`${operationId} ${status ?? ""} ${text}\n`);
  }

  /** @returns the exit status. */
  print(all: number): number {
    let total = 0;
    for (const [operationId, { succeeded, refused }] of [...this.#validated].sort()) {
      total += succeeded + refused;
      process.stdout.write(`${operationId}: ${succeeded} both ways, ${refused} refusals\n`);
    }
    process.stdout.write(
      `${total} of ${all} exchanges (the others are of other operations, or faults), ` +
        `${this.#violations} violations, ${this.#known} known deviations\n`,
    );
    return this.#violations === 0 && total > 0 ? 0 : 1;
  }
}

function loadValidator(): LiveValidatorClass {
  try {
    const oav = createRequire(resolve("package.json"))("oav/dist/lib/liveValidation/liveValidator") as {
      LiveValidator: LiveValidatorClass;
    };
    return oav.LiveValidator;
  } catch {
    throw new Error("oav is not installed: npm install --no-save oav@4.0.3");
  }
}

function readJournals(paths: readonly string[]): Exchange[] {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path],
  );
  return files
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Exchange[]);
}

async function main([specFolder, ...journals]: readonly string[]): Promise<number> {
  if (specFolder === undefined || journals.length === 0) {
    process.stderr.write("Usage: ts-node --transpile-only scripts/validateSpec.ts SPEC_FOLDER JOURNALS...\n");
    return 2;
  }
  const validator = new (loadValidator())({
    directory: resolve(specFolder),
    swaggerPathsPattern: ["specification/apimanagement/**/stable/2021-08-01/apim{certificates,gateways}.json"],
    git: { shouldClone: false },
    isPathCaseSensitive: false,
  });
  await validator.initialize();
  const tally = new Tally();
  const exchanges = readJournals(journals);
  for (const exchange of exchanges.filter(isToBeValidated)) {
    const result = await validator.validateLiveRequestResponse(toPair(exchange, "2021-08-01"));
    tally.add(exchange, result);
  }
  return tally.print(exchanges.length);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : "failed"}\n`);
    process.exitCode = 1;
  },
);
