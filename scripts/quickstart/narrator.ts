type Style = "bold" | "dim" | "green" | "red" | "cyan";
const codes: Record<Style, number> = { bold: 1, dim: 2, green: 32, red: 31, cyan: 36 };

/** A step did not do what it says. What is wrong was printed. */
export class StepError extends Error {
  override readonly name = "StepError";
}

/** Tells the story on the terminal: prose, Pulumi's own output beside a bar, and what was verified. */
export class Narrator {
  readonly colored = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  readonly #failed: string[] = [];
  #step = 0;
  #line = "";
  #blankLines = 0;

  say(text = ""): void {
    console.log(text === "" ? "" : `  ${text}`);
  }

  title(text: string): void {
    console.log(`\n${this.#paint("bold", text)}\n`);
  }

  step(text: string): void {
    this.title(`${++this.#step}. ${text}`);
  }

  /** A name and its values, one a line. */
  fact(name: string, ...values: string[]): void {
    values.forEach((value, index) => this.say(`${this.#paint("dim", (index === 0 ? name : "").padEnd(24))}${value}`));
  }

  /** Text from elsewhere, such as a file. */
  quote(text: string): void {
    this.output(text);
    this.endOutput();
  }

  command(text: string): void {
    this.say(`${this.#paint("cyan", "$")} ${this.#paint("bold", text)}`);
  }

  /** Passes a program's output on, line by line; blank lines only between others. */
  readonly output = (chunk: string): void => {
    const lines = (this.#line + chunk).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.#outputLine(line.trimEnd());
  };

  endOutput(): void {
    if (this.#line !== "") this.#outputLine(this.#line);
    this.#line = "";
    this.#blankLines = 0;
    console.log();
  }

  /** Says what was verified, or that it does not hold. */
  verify(holds: boolean, fact: string): void {
    console.log(`  ${holds ? this.#paint("green", "✓") : this.#paint("red", "✗ NOT SO:")} ${fact}`);
    if (!holds) this.#failed.push(fact);
  }

  /** @throws StepError when something that was verified did not hold. */
  demandVerified(): void {
    if (this.#failed.length > 0) throw new StepError(`Step ${this.#step} did not do what it says.`);
  }

  #outputLine(line: string): void {
    const bar = this.#paint("dim", "│");
    if (line === "") {
      this.#blankLines += 1;
      return;
    }
    if (this.#blankLines > 0) console.log(`  ${bar}`);
    this.#blankLines = 0;
    console.log(`  ${bar} ${line}`);
  }

  #paint(style: Style, text: string): string {
    return this.colored ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
  }
}
