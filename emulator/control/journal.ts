/** One exchange, with its credentials redacted. */
export interface JournalEntry {
  /** In upper case. */
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; null when there was none. */
  readonly body: unknown;
  /** What was answered, or would have been had the answer not been lost; null when nothing was carried out. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The answer's body; null when it had none. */
  readonly responseBody: unknown;
  /** ISO 8601, by the emulator's clock. */
  readonly receivedAt: string;
  /** The spec's operationId, where the request met an operation. */
  readonly operationId?: string;
  /** The fault that was applied. */
  readonly fault?: unknown;
  /** What a test may want to know beyond the exchange itself. */
  readonly note?: string;
}

const maxEntries = 10_000;
const maxBytes = 32 * 1024 * 1024;
const maxEntryBytes = 64 * 1024;

/** Every exchange in order, bounded in number and in size: the oldest go first. */
export class Journal {
  readonly #entries: { entry: JournalEntry; bytes: number }[] = [];
  #bytes = 0;
  #dropped = 0;

  /** How many entries were let go to stay within bounds. */
  get dropped(): number {
    return this.#dropped;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries.map(({ entry }) => entry);
  }

  latest(count: number): readonly JournalEntry[] {
    return this.#entries.slice(-count).map(({ entry }) => entry);
  }

  add(entry: JournalEntry): void {
    let kept = entry;
    let bytes = JSON.stringify(kept).length;
    if (bytes > maxEntryBytes) {
      const tooLong = `<left out: the entry has ${bytes} characters>`;
      kept = {
        ...entry,
        path: entry.path.slice(0, 2048),
        query: {},
        headers: {},
        body: tooLong,
        responseBody: tooLong,
      };
      bytes = JSON.stringify(kept).length;
    }
    this.#entries.push({ entry: kept, bytes });
    this.#bytes += bytes;
    while (this.#entries.length > maxEntries || this.#bytes > maxBytes) {
      this.#bytes -= this.#entries.shift()?.bytes ?? 0;
      this.#dropped++;
    }
  }

  clear(): void {
    this.#entries.length = 0;
    this.#bytes = 0;
    this.#dropped = 0;
  }
}
