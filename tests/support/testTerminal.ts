import { Readable } from "node:stream";
import type { Terminal } from "../../provider/cli/terminal";

/** A terminal that keeps what is written to it. */
export interface TestTerminal extends Terminal {
  readonly printed: string[];
  readonly complained: string[];
}

/** What a test gives a command to work with. */
export interface TerminalSetting {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Buffer;
  /** What the person at the terminal types as password; nobody sits there where it is left out. */
  readonly typed?: string;
}

/** A terminal for a command that is run within the test. */
export function testTerminal({ env = {}, input = Buffer.alloc(0), typed }: TerminalSetting = {}): TestTerminal {
  const printed: string[] = [];
  const complained: string[] = [];
  return {
    printed,
    complained,
    env,
    stdin: Readable.from([input]),
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
    ...(typed === undefined ? {} : { askPassword: () => Promise.resolve(typed) }),
  };
}
