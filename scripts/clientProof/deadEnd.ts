import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that lets nobody through: the only way out for a client that must reach nothing but the emulator. */
export interface DeadEnd {
  readonly url: string;
  /** What was asked for, as `host:port`, in order. */
  readonly asked: readonly string[];
  /** Settles when somebody asks for this `host:port`. */
  whenAsked(target: string): Promise<void>;
  close(): Promise<void>;
}

export async function openDeadEnd(): Promise<DeadEnd> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    note(URL.canParse(request.url ?? "") ? new URL(request.url ?? "").host : "no host");
    response.writeHead(403).end();
  });
  server.on("connect", ({ url = "" }, socket) => {
    note(url);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  function note(target: string): void {
    asked.push(target);
    server.emit("asked");
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    whenAsked: async (target) => {
      while (!asked.includes(target)) await once(server, "asked");
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
