import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Emulator } from "../emulator";
import { handleExchange } from "./exchange";

// A client that trickles its request loses the connection instead of holding it.
const headersTimeoutMs = 15_000;
const requestTimeoutMs = 60_000;
// Longer than clients keep idle connections: otherwise a request may meet one that is just being closed.
const keepAliveTimeoutMs = 65_000;

function failLoudly(response: ServerResponse, error: unknown): void {
  // Whoever hung up hears no answer, and that is no defect.
  if (response.headersSent || response.destroyed || response.req.readableAborted) {
    response.destroy();
    return;
  }
  const reason = error instanceof Error ? error.message : "unknown";
  process.stderr.write(`apim-credentials emulator: internal error: ${reason}\n`);
  response.writeHead(500, { "Content-Type": "application/json" });
  response.end(
    JSON.stringify({ error: { code: "EmulatorInternalError", message: "The emulator has a defect; see its stderr." } }),
  );
}

interface ServerCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A server whose every request goes to the emulator; over TLS when it is given a certificate. */
export function createEmulatorServer(emulator: Emulator, tls: ServerCertificate | undefined): Server {
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
  };
  const listener: RequestListener = (message, response) => {
    handleExchange(emulator, message, response).catch((error: unknown) => {
      failLoudly(response, error);
    });
  };
  const server: Server =
    tls === undefined
      ? createServer(timeouts, listener)
      : createTlsServer({ ...timeouts, cert: tls.certificate, key: tls.privateKey }, listener);
  server.on("clientError", (_error, socket: Socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    else socket.destroy();
  });
  return server;
}

/** Starts listening. @throws the system's error, such as EADDRINUSE. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Stops listening and drops every open connection. */
export function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
