import { ArgumentReader } from "../argumentReader";
import { certificateIdProblem } from "../apim/names";
import type { ServiceAddress } from "../apim/resourceId";
import type { CheckAnswer, Host, Properties } from "../host";
import { checkPlace } from "../place";
import { isUnknown, UNKNOWN } from "../unknown";
import { certificateTitle, checkWarnings, sayReplacement } from "./messages";
import { checkKeyVault } from "./keyVaultArguments";
import { openSource } from "./source";
import { asInputs, REPLACED_OUTSIDE, type CertificateInputs } from "./state";

type Facts = Pick<CertificateInputs, "thumbprint" | "subject" | "expirationDate">;

interface Declared {
  readonly host: Host;
  readonly reader: ArgumentReader;
  readonly inputs: CertificateInputs;
  /** The inputs of the last run; empty before the first one. */
  readonly stored: CertificateInputs;
}

/** Opens the certificate on this machine, so that preview shows which one replaces which before anything is sent. */
export async function check(host: Host, olds: Properties, news: Properties): Promise<CheckAnswer> {
  const reader = new ArgumentReader(news);
  const place = checkPlace({ host, reader, olds, news });
  const inputs = readArguments(reader, news, place);
  const facts = await factsOf({ host, reader, inputs, stored: asInputs(olds) });
  return { inputs: { ...inputs, ...facts }, failures: reader.failures };
}

function readArguments(reader: ArgumentReader, news: Properties, place: ServiceAddress): CertificateInputs {
  const inputs: CertificateInputs = {
    ...place,
    certificateId: reader.requiredString("certificateId", certificateIdProblem),
    data: reader.string("data"),
    dataFile: reader.string("dataFile"),
    password: reader.string("password"),
    passwordEnv: reader.string("passwordEnv"),
    keyVault: checkKeyVault(reader, news.keyVault),
    refreshTriggers: news.refreshTriggers,
    adoptExisting: reader.boolean("adoptExisting"),
    expiryWarningDays: reader.wholeNumber("expiryWarningDays"),
    allowExpired: reader.boolean("allowExpired"),
    __urn: reader.string("__urn"),
  };
  refuseContradictions(reader);
  return inputs;
}

function refuseContradictions(reader: ArgumentReader): void {
  const given = ["data", "dataFile", "keyVault"].filter((argument) => reader.has(argument));
  if (given.length === 0) reader.fail("data, dataFile, keyVault", "none is given; give exactly one of them");
  if (given.length > 1) reader.fail(given.join(", "), "are given together; keep exactly one of them");
  if (reader.has("password") && reader.has("passwordEnv")) {
    reader.fail("password, passwordEnv", "are given together; keep one of them");
  }
  if (!reader.has("keyVault")) {
    if (reader.has("refreshTriggers"))
      reader.fail("refreshTriggers", "works with keyVault only; remove it, or use keyVault");
    return;
  }
  for (const argument of ["password", "passwordEnv"]) {
    if (reader.has(argument)) reader.fail(argument, "has no meaning with keyVault; remove it");
  }
}

async function factsOf(declared: Declared): Promise<Facts> {
  const { host, reader, inputs, stored } = declared;
  if (inputs.keyVault !== undefined) {
    await checkWarnings(host, inputs);
    return {};
  }
  const source = [inputs.data, inputs.dataFile, inputs.password, inputs.passwordEnv];
  if (source.some(isUnknown)) return { thumbprint: UNKNOWN, subject: UNKNOWN, expirationDate: UNKNOWN };
  // The engine hands back the stored value where `ignoreChanges` names data: what is live stays.
  if (inputs.data === REPLACED_OUTSIDE) return pickFacts(stored);
  return reader.failures.length > 0 ? {} : openedFacts(declared);
}

function pickFacts({ thumbprint, subject, expirationDate }: Facts): Facts {
  return { thumbprint, subject, expirationDate };
}

async function openedFacts({ host, reader, inputs, stored }: Declared): Promise<Facts> {
  const source = await openSource(host, inputs);
  if (!source.ok) {
    reader.fail(source.argument, source.problem);
    return {};
  }
  const { contents } = source;
  const uploads = contents.thumbprint !== stored.thumbprint;
  if (uploads && inputs.allowExpired !== true && Date.parse(contents.expirationDate) <= host.now().getTime()) {
    const found = `${certificateTitle(contents)} expired on ${contents.expirationDate}`;
    reader.fail(
      inputs.dataFile === undefined ? "data" : `dataFile "${inputs.dataFile}"`,
      `${found}; declare a renewed one, or set allowExpired`,
    );
    return {};
  }
  if (uploads) await sayReplacement(host, { ...stored, __urn: inputs.__urn }, contents);
  await checkWarnings(host, inputs, { contents, uploads });
  return pickFacts(contents);
}
