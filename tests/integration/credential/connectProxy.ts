import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A real HTTP proxy on loopback that tunnels by CONNECT and keeps which hosts were asked for. */
export interface ConnectProxy {
  readonly url: string;
  readonly tunnels: readonly string[];
  close(): void;
}

/** @param password - when given, tunnels need `Proxy-Authorization` for `user:<password>`; others are answered with 407. */
export async function startConnectProxy(password?: string): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", ({ url = "", headers }, client: Socket) => {
    sockets.add(client.on("error", () => undefined));
    const expected = `Basic ${Buffer.from(`user:${password ?? ""}`).toString("base64")}`;
    if (password !== undefined && headers["proxy-authorization"] !== expected) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream.on("error", () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${password === undefined ? "" : `user:${password}@`}127.0.0.1:${port}`,
    tunnels,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
