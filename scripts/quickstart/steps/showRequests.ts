import type { Tour } from "../tour";

/** Step 5: what the emulator saw. */
export function showRequests({ narrator, ledger }: Tour): void {
  narrator.step("What Azure saw");
  for (const { command, requests } of ledger) {
    const lines = requests.map(({ method, path, status }) => `${method.padEnd(4)} ${path} → ${status ?? "no answer"}`);
    narrator.fact(command, ...(lines.length === 0 ? ["no request"] : lines));
  }
}
