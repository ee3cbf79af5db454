import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerText } from "../../provider/providerText";
import { makePkcs12 } from "../../tests/support/pkcs12";
import { packTarball } from "../build/packTarball";
import { runCommand } from "../processes/runCommand";
import { pfxPassword, writeCostlyPfx } from "./pfxFiles";
import { median, type Figure } from "./results";

export interface StartsWish {
  /** A project in which the package is installed. */
  readonly project: string;
  /** How often each is started. */
  readonly runs: number;
  readonly abort: AbortSignal;
}

const emptyProvider = "exports.handler=()=>({check:async(_,n)=>({inputs:n})})";

/** What does not depend on the number of resources: starts, single checks, the tarball. */
export async function measureStarts(wish: StartsWish): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "apim-credentials-bench-start-"));
  try {
    const [ordinary, costly] = [join(folder, "ordinary"), join(folder, "costly")];
    const files: string[] = [];
    for (let index = 0; index <= 20; index++) {
      const file = `${ordinary}-${index}.pfx`;
      await writeFile(file, makePkcs12({ commonName: `${index}.contoso.com`, password: pfxPassword }).bytes);
      files.push(file);
    }
    const [first = ""] = files;
    await writeCostlyPfx(costly);
    const imports: number[] = [];
    const own: number[] = [];
    const empty: number[] = [];
    const checks: number[] = [];
    const again: number[] = [];
    const costlyChecks: number[] = [];
    const rounds: number[] = [];
    for (let run = 0; run < wish.runs; run++) {
      imports.push(...(await probe(wish, "startProbe.cjs", "import", wish.project)));
      empty.push(...(await probe(wish, "providerProbe.cjs", wish.project, emptyProvider, first)));
      own.push(...(await probe(wish, "providerProbe.cjs", wish.project, providerText("certificate"), first)));
      checks.push(...(await probe(wish, "startProbe.cjs", "check", wish.project, ...files)));
      again.push(...(await probe(wish, "startProbe.cjs", "check", wish.project, ...files.map(() => first))));
      costlyChecks.push(...(await probe(wish, "startProbe.cjs", "check", wish.project, first, costly)));
      rounds.push(...(await probe(wish, "startProbe.cjs", "rounds", wish.project)));
    }
    const figure = (what: string, value: number): Figure => ({ what, unit: "ms", median: value, runs: wish.runs });
    const { filename } = await packTarball(folder);
    const { size } = await stat(join(folder, filename));
    return [
      figure("check of an ordinary PKCS#12", median(checks)),
      figure("check of one with 600,000 rounds", median(costlyChecks)),
      figure("600,000 rounds in OpenSSL alone", median(rounds)),
      figure("check of the same bytes and password again", median(again)),
      figure("start of an empty provider to its first answer", median(empty)),
      figure("provider's start to the first answer, beyond the empty provider's", median(own) - median(empty)),
      figure("import of the package, beyond @pulumi/pulumi", median(imports)),
      { what: "packed tarball", unit: "bytes", median: size, runs: 1 },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a probe prints: milliseconds. */
async function probe({ abort }: StartsWish, script: string, ...args: string[]): Promise<number[]> {
  const { exitCode, stdout, stderr } = await runCommand({
    command: process.execPath,
    args: [join(__dirname, script), ...args],
    env: { ...process.env, BENCH_PFX_PASSWORD: pfxPassword },
    abort,
  });
  if (exitCode !== 0) throw new Error(`${script} failed:\n${stderr}`);
  return JSON.parse(stdout) as number[];
}
