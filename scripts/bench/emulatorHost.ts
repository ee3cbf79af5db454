/**
 * A process of its own for the emulator, as the package has it compiled. It counts requests and connections below the
 * emulator, so that what it counts is what came in.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as emulator from "../../emulator/startEmulator";

/** What came in since the last question. */
export interface Counts {
  readonly requests: number;
  readonly connections: number;
}

/** Where the two emulators are: plain http for this package, TLS with sign-in for clients that take nothing less. */
export interface Addresses {
  readonly plain: string;
  readonly tls: { readonly url: string; readonly caFile: string; readonly tenantId: string };
}

let counts = { requests: 0, connections: 0 };
subscribe("net.server.socket", () => {
  counts.connections++;
});
subscribe("http.server.request.start", (message) => {
  const { request } = message as { request: IncomingMessage };
  if (request.url?.startsWith("/_emulator") === false) counts.requests++;
});

async function serve(project: string): Promise<void> {
  const { startEmulator } = createRequire(join(project, "package.json"))(
    "pulumi-apim-credentials/emulator",
  ) as typeof emulator;
  const plain = await startEmulator();
  // azapi sends no If-Match, which the real service tolerates.
  const { url, caFile = "", tenantId } = await startEmulator({ tls: true, lenient: true });
  process.on("message", () => {
    process.send?.(counts);
    counts = { requests: 0, connections: 0 };
  });
  process.on("disconnect", () => process.exit());
  const addresses: Addresses = { plain: plain.url, tls: { url, caFile, tenantId } };
  process.send?.(addresses);
}

void serve(process.argv[2] ?? ".");
