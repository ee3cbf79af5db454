import type { EmulatorProcess } from "./emulatorProcess";
import { ProcessUsage } from "./processUsage";
import type { Measurement } from "./results";

/** Times something, and says what it took of the machine and of the server. */
export async function measure(emulator: EmulatorProcess, work: () => Promise<void>): Promise<Measurement> {
  await emulator.takeCounts();
  const usage = new ProcessUsage(emulator.pid);
  const started = performance.now();
  try {
    await work();
  } finally {
    usage.stop();
  }
  const wallMs = Math.round(performance.now() - started);
  const { requests, connections } = await emulator.takeCounts();
  return { wallMs, ...usage.stop(), requests, connections };
}
