import type { JournalLine } from "../../tests/support/emulator/emulatorCaller";

/** What a client has asked for, step by step and in all. */
export class RequestLedger {
  readonly #counts = new Map<string, number>();
  readonly #agents = new Set<string>();

  /** The requests of a step that change something, as `PUT certificates/backend 201`, sorted: clients send some at once. */
  changes(requests: readonly JournalLine[]): string[] {
    const changing: string[] = [];
    for (const { method, path, status, operationId = "unknown", headers } of requests) {
      this.#counts.set(operationId, (this.#counts.get(operationId) ?? 0) + 1);
      const agent = headers["user-agent"];
      if (agent !== undefined) this.#agents.add(agent);
      const isRead = method === "GET" || method === "HEAD" || operationId === "SignIn";
      if (!isRead) changing.push(`${method} ${path.split("/service/")[1] ?? path} ${status ?? "dropped"}`);
    }
    return changing.sort();
  }

  get agents(): string[] {
    return [...this.#agents].sort();
  }

  /** `Certificate_Get 12`, for each operation. */
  get operations(): string[] {
    return [...this.#counts].map(([operation, count]) => `${operation} ${count}`).sort();
  }
}
