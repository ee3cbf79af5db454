import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackedPackage } from "../../tests/support/packedPackage";
import { runCommand } from "../processes/runCommand";
import { pfxPassword, switchTo } from "./pfxFiles";
import type { Phase } from "./results";
import { generationOf, type Subject, type SubjectPlace } from "./subject";

/** The same requests as for the certificates of a program, sent by a script. */
export class PlainSubject implements Subject {
  readonly name = "plain-script";

  private constructor(
    private readonly place: SubjectPlace & { emulatorUrl: string },
    private readonly folder: string,
  ) {}

  static async create(place: SubjectPlace & { emulatorUrl: string }): Promise<PlainSubject> {
    const folder = await mkdtemp(join(tmpdir(), "apim-credentials-bench-"));
    await installPackedPackage(folder);
    return new PlainSubject(place, folder);
  }

  async prepare(phase: Phase): Promise<void> {
    await switchTo(generationOf(phase), { files: this.place.files, program: this.folder });
  }

  async run(phase: Phase): Promise<void> {
    const { condition, emulatorUrl, abort } = this.place;
    const args = [this.folder, phase, String(condition.size), String(condition.parallel), emulatorUrl, pfxPassword];
    const command = { command: process.execPath, args: [join(__dirname, "plainScript.cjs"), ...args], abort };
    const { exitCode, stderr } = await runCommand(command);
    if (exitCode !== 0) throw new Error(`The plain script failed:\n${stderr}`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
