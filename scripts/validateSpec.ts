/**
 * Validates recorded exchanges against the published spec, both ways, with Azure's own validator:
 *
 *     npm install --no-save oav@4.0.3
 *     EMULATOR_JOURNALS=/tmp/journals npx jest tests/contract
 *     npx ts-node scripts/validateSpec.ts SPEC_FOLDER /tmp/journals/*.json
 *
 * SPEC_FOLDER holds `specification/` as Azure/azure-rest-api-specs has it; it is not part of this repository.
 * oav is not a development dependency: 63 MB and 144 packages for a check that needs a spec from elsewhere.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

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

interface LiveValidator {
  initialize(): Promise<void>;
  validateLiveRequestResponse(pair: object): Promise<{
    readonly requestValidationResult: Verdict;
    readonly responseValidationResult: Verdict;
  }>;
}

type LiveValidatorClass = new (options: object) => LiveValidator;

/** Where the real service is recorded to differ from its spec, and the emulator does as the service. */
const knownDeviations: readonly { readonly operationId: RegExp; readonly member: RegExp }[] = [
  { operationId: /^Certificate_/, member: /\/hasPrivateKey$/ },
  { operationId: /^Certificate_RefreshSecret$/, member: /^\/(subject|thumbprint|expirationDate|keyVault)$/ },
  { operationId: /^Gateway_/, member: /\/heartbeat$/ },
];

function isKnown(operationId: string, { code, pathsInPayload = [] }: Verdict["errors"][number]): boolean {
  return (
    code === "OBJECT_ADDITIONAL_PROPERTIES" &&
    pathsInPayload.length > 0 &&
    pathsInPayload.every((path) =>
      knownDeviations.some((known) => known.operationId.test(operationId) && known.member.test(path)),
    )
  );
}

/** Only what succeeded: a refused request breaks the spec on purpose, and faults are not the service's. */
function isToBeValidated({ operationId = "", status, fault }: Exchange): boolean {
  return /^(Certificate|Gateway)_/.test(operationId) && status !== null && status < 400 && fault === undefined;
}

function toPair(exchange: Exchange, apiVersion: string): object {
  const query = { ...exchange.query, "api-version": apiVersion };
  return {
    liveRequest: {
      url: `${exchange.path}?${new URLSearchParams(query).toString()}`,
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

async function main([specFolder, ...journals]: readonly string[]): Promise<number> {
  if (specFolder === undefined || journals.length === 0) {
    process.stderr.write("Usage: ts-node scripts/validateSpec.ts SPEC_FOLDER JOURNAL.json...\n");
    return 2;
  }
  const validator = new (loadValidator())({
    directory: resolve(specFolder),
    swaggerPathsPattern: ["specification/apimanagement/**/stable/2021-08-01/apim{certificates,gateways}.json"],
    git: { shouldClone: false },
    isPathCaseSensitive: false,
  });
  await validator.initialize();
  const counts = { validated: 0, known: 0, violations: 0 };
  for (const exchange of journals
    .flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Exchange[])
    .filter(isToBeValidated)) {
    const { operationId = "" } = exchange;
    const result = await validator.validateLiveRequestResponse(toPair(exchange, "2021-08-01"));
    counts.validated++;
    for (const [side, verdict] of Object.entries(result).filter(([key]) => key.endsWith("ValidationResult"))) {
      const { errors, runtimeException } = verdict;
      const unknown = errors.filter((error) => !isKnown(operationId, error));
      counts.known += errors.length - unknown.length;
      counts.violations += unknown.length + (runtimeException === undefined ? 0 : 1);
      for (const { code, message, pathsInPayload } of unknown) {
        process.stdout.write(`${operationId} ${side}: ${code} ${message} ${(pathsInPayload ?? []).join(" ")}\n`);
      }
      if (runtimeException !== undefined) process.stdout.write(`${operationId} ${side}: ${runtimeException.message}\n`);
    }
  }
  const { validated, known, violations } = counts;
  process.stdout.write(`${validated} exchanges, ${violations} violations, ${known} known deviations of the service\n`);
  return violations === 0 && validated > 0 ? 0 : 1;
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
