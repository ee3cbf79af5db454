import { readFile, rename, writeFile } from "node:fs/promises";
import { sameCondition, type Condition, type Figure, type Measurement, type Phase, type Results } from "./results";
import type { StateSize } from "./results";

type About = Pick<Results, "date" | "machine" | "versions">;

/** Results on disk, kept after every measurement: what is interrupted loses nothing. */
export class ResultsFile {
  readonly #file: string;
  #results: Results;

  private constructor(file: string, results: Results) {
    this.#file = file;
    this.#results = results;
  }

  /** Adds to what is there: a series that is measured again is replaced. */
  static async open(file: string, about: About): Promise<ResultsFile> {
    const found = await readResults(file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    });
    const { series = [], states = [], figures = [], versions = {} } = found ?? {};
    const results = { ...about, versions: { ...versions, ...about.versions }, series, states, figures };
    return new ResultsFile(file, results);
  }

  get results(): Results {
    return this.#results;
  }

  /** The first run of a series takes the place of one that was there. */
  async addRun(
    key: Condition & { subject: string; phase: Phase },
    run: number,
    measurement: Measurement,
  ): Promise<void> {
    const isSame = (other: Condition & { subject: string; phase: Phase }): boolean =>
      other.subject === key.subject && other.phase === key.phase && sameCondition(other, key);
    const before = run === 0 ? [] : (this.#results.series.find(isSame)?.runs ?? []);
    const others = this.#results.series.filter((series) => !isSame(series));
    await this.#save({ series: [...others, { ...key, runs: [...before, measurement] }] });
  }

  async addState(state: StateSize): Promise<void> {
    const others = this.#results.states.filter(({ subject, size }) => subject !== state.subject || size !== state.size);
    await this.#save({ states: [...others, state] });
  }

  async addFigure(figure: Figure): Promise<void> {
    const others = this.#results.figures.filter(({ what }) => what !== figure.what);
    await this.#save({ figures: [...others, figure] });
  }

  async #save(change: Partial<Results>): Promise<void> {
    this.#results = { ...this.#results, ...change };
    await writeFile(`${this.#file}.partial`, `${JSON.stringify(this.#results, undefined, 1)}\n`);
    await rename(`${this.#file}.partial`, this.#file);
  }
}

export async function readResults(file: string): Promise<Results> {
  return JSON.parse(await readFile(file, "utf8")) as Results;
}
