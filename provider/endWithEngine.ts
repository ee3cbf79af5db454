import { connect } from "node:net";
import { engineAddress } from "./engineAddress";

// An engine that ends in good order ends this process itself, meanwhile.
const graceMs = 250;

/**
 * Ends this process when its engine is gone. A killed engine leaves its providers behind, and they would go on: a rotation that
 * waits until Azure lets it write would regenerate a key minutes later, under the feet of the run that came after.
 */
export function endWithEngine(address = engineAddress()): void {
  if (address === undefined) return;
  const socket = connect(address);
  socket.unref();
  // What the engine's gRPC server says to whoever connects; unread, it would hide that the connection has ended.
  socket.resume();
  socket.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ECONNREFUSED") process.exit(1);
  });
  // The engine hangs up on clients that say nothing, too: every two minutes.
  socket.once("close", () => void setTimeout(endWithEngine, graceMs, address).unref());
}
