import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Host } from "../host";
import { decodeBase64 } from "../pkcs12/decodeBase64";
import { readPkcs12, type Pkcs12Contents } from "../pkcs12/readPkcs12";
import { quoted } from "../quoted";
import type { CertificateInputs } from "./state";

/** The certificate that a program declares, opened. */
export interface OpenedSource {
  readonly ok: true;
  /** Base64, for the upload. */
  readonly data: string;
  readonly password: string | undefined;
  readonly contents: Pkcs12Contents;
}

interface RefusedSource {
  readonly ok: false;
  readonly argument: string;
  readonly problem: string;
}

type SourceArguments = Pick<CertificateInputs, "data" | "dataFile" | "password" | "passwordEnv">;

/** Reads `data` or `dataFile` with `password` or `passwordEnv`. What is wrong is answered, never thrown, and holds no secret. */
export async function openSource(host: Host, source: SourceArguments): Promise<OpenedSource | RefusedSource> {
  const password = source.passwordEnv === undefined ? source.password : host.env[source.passwordEnv];
  if (source.passwordEnv !== undefined && password === undefined) {
    return refused("passwordEnv", notSet(source.passwordEnv));
  }
  const bytes = source.dataFile === undefined ? decode(source.data ?? "") : read(host, source.dataFile);
  const argument = source.dataFile === undefined ? "data" : `dataFile ${quoted(source.dataFile)}`;
  if (typeof bytes === "string") return refused(argument, bytes);
  const contents = await readPkcs12(bytes, password);
  if (contents.ok) return { ok: true, data: bytes.toString("base64"), password, contents };
  return refused(contents.code === "wrong-password" ? `${argument} ${passwordOf(source)}` : argument, contents.message);
}

function refused(argument: string, problem: string): RefusedSource {
  return { ok: false, argument, problem };
}

function passwordOf(source: SourceArguments): string {
  if (source.passwordEnv !== undefined) return `with passwordEnv "${source.passwordEnv}"`;
  return source.password === undefined ? "without a password" : "with password";
}

/** A text that does not look like a name may be the password itself, given by mistake: it is not repeated. */
function notSet(name: string): string {
  return /^[A-Z_][A-Z0-9_]*$/.test(name)
    ? `the environment variable "${name}" is not set where Pulumi runs; set it`
    : "is not the name of an environment variable that is set where Pulumi runs; give the name, never the password itself";
}

/** The bytes, or what is wrong. */
function decode(data: string): Buffer | string {
  if (data.startsWith("-----BEGIN")) return Buffer.from(data);
  return (
    decodeBase64(data) ?? 'is not base64; give it as fs.readFileSync(path, "base64"), or name the file in dataFile'
  );
}

/** Not asynchronously: `check` runs for one resource at a time, and a detour through the thread pool costs it ten times as much. */
function read(host: Host, dataFile: string): Buffer | string {
  try {
    const path = resolve(host.folder, dataFile);
    return statSync(path).isFile() ? readFileSync(path) : "is not a file; name the PKCS#12 file itself";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return `there is no such file; paths start at the program's folder, ${host.folder}`;
    return code === "EACCES"
      ? "may not be read by this user; change its permissions"
      : `cannot be read (${code ?? "unknown error"})`;
  }
}
