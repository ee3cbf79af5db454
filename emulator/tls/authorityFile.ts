import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file with the authority's certificate, for `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`. */
export interface AuthorityFile {
  readonly path: string;
  remove(): Promise<void>;
}

export async function writeAuthorityFile(caCertificate: string): Promise<AuthorityFile> {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-emulator-"));
  const path = join(folder, "ca.pem");
  await writeFile(path, caCertificate);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
