import { BerError } from "./ber";
import { DecryptionError } from "./ciphers";
import { identify } from "./identify";
import type { MacCheck } from "./mac";
import { passwordForms, type PasswordForm } from "./passwordForm";
import { readPfx, type Pfx } from "./pfx";
import { Pkcs12Problem } from "./problem";
import { sniff } from "./sniff";
import { unseal, type OpenedBags } from "./unseal";
import type { Pkcs12Refusal, Pkcs12Verdict, Pkcs12Warning } from "./verdict";
import { WorkBudget } from "./workBudget";

/**
 * Reads a file from its first byte, without memory of earlier ones and without looking at the clock.
 * Whatever the bytes are, the answer is a verdict; an exception is a bug of this reader.
 */
export async function openPkcs12(bytes: Buffer, password: string | undefined): Promise<Pkcs12Verdict> {
  const warnings: Pkcs12Warning[] = [];
  try {
    const outer = sniff(bytes);
    const trailing = bytes.length - outer.element.end;
    if (trailing > 0)
      warnings.push({ code: "trailing-bytes", message: `${trailing} bytes follow the PKCS#12 structure` });
    const budget = new WorkBudget();
    const pfx = readPfx(outer, budget);
    if (!pfx.mac)
      warnings.push({ code: "mac-missing", message: "the file has no MAC: damage or tampering is not noticed" });
    const contents = identify(await openWith(pfx, password, budget));
    return { ...contents, warnings: [...warnings, ...contents.warnings] };
  } catch (error) {
    return { ok: false, ...asRefusal(error), warnings };
  }
}

async function openWith(pfx: Pfx, password: string | undefined, budget: WorkBudget): Promise<OpenedBags> {
  const forms = passwordForms(password);
  if (!pfx.mac) return orRefuse(unseal(pfx, forms, budget), wrongPassword(password));
  const [onlyForm, ...rest] = forms;
  const isOnly = onlyForm !== undefined && rest.length === 0;
  // The key derivations of the contents need not wait for that of the MAC where one form of the password is all there is.
  const early = isOnly ? unseal(pfx, forms, budget) : undefined;
  early?.catch(() => undefined);
  const accepted = await acceptedForm(pfx.mac, pfx.authenticated, forms);
  if (!accepted) throw wrongPassword(password);
  const acceptedFirst = [accepted, ...forms.filter((form) => form !== accepted)];
  return orRefuse(early ?? unseal(pfx, acceptedFirst, budget), otherPassword());
}

async function acceptedForm(mac: MacCheck, content: Buffer, forms: PasswordForm[]): Promise<PasswordForm | undefined> {
  for (const form of forms) {
    if (await mac(content, form)) return form;
  }
  return undefined;
}

async function orRefuse(opening: Promise<OpenedBags>, refusal: Pkcs12Problem): Promise<OpenedBags> {
  try {
    return await opening;
  } catch (error) {
    throw error instanceof DecryptionError ? refusal : error;
  }
}

function wrongPassword(password: string | undefined): Pkcs12Problem {
  const message = password
    ? "wrong password, or the file is damaged: the two cannot be told apart"
    : "the file needs a password and none was given (or the file is damaged)";
  return new Pkcs12Problem("wrong-password", message);
}

function otherPassword(): Pkcs12Problem {
  return new Pkcs12Problem(
    "other-password",
    "the password is right for the file as a whole, but a part of it is encrypted with another password; export it again with one password",
  );
}

function asRefusal(error: unknown): Pick<Pkcs12Refusal, "code" | "message" | "chain"> {
  if (error instanceof Pkcs12Problem) {
    const { code, message, chain } = error;
    return chain ? { code, message, chain } : { code, message };
  }
  if (error instanceof BerError) return { code: "corrupt", message: `the file is damaged: ${error.message}` };
  throw error;
}
