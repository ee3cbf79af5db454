import { createServer, type AddressInfo } from "node:net";
import { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { TestTime } from "../../support/testTime";
import { Lab } from "./lab";
import { operations } from "./operations";

let caller: EmulatorCaller;
beforeAll(async () => {
  caller = await EmulatorCaller.start();
});
afterAll(() => caller.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Hands connections on to the emulator. */
async function forward(port: number, url: string): Promise<() => void> {
  const { connect } = await import("node:net");
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    const upstream = connect(Number(new URL(url).port), "127.0.0.1");
    for (const end of [socket, upstream]) {
      sockets.add(end);
      end.on("error", () => undefined);
    }
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

it.each(operations)("$name: a refused connection is tried again and the request arrives once", async (row) => {
  const port = await freePort();
  let stop: (() => void) | undefined;
  const time = new TestTime(undefined, async () => {
    if (time.waits.length === 2) stop = await forward(port, caller.emulator.url);
  });
  const lab = await Lab.open(caller, { time, url: `http://127.0.0.1:${port}` });
  await row.prepare(lab);
  const before = await lab.state();
  await caller.control("DELETE", "journal");

  expect(await row.run(lab)).toEqual(row.answers(before));

  expect(await lab.requests()).toEqual([`${row.method} ${row.status}`]);
  expect(time.waits).toEqual([500, 1000]);
  expect([undefined, 1]).toContain(row.timesDone(before, await lab.state()));
  stop?.();
});

it("a connection that stays refused: given up after five attempts, and nothing was sent", async () => {
  const lab = await Lab.open(caller, { url: `http://127.0.0.1:${await freePort()}` });
  const [row] = operations;
  await expect(row?.run(lab)).rejects.toMatchObject({
    name: "TransportError",
    code: "ECONNREFUSED",
    requestWasSent: "no",
    message: expect.stringContaining("Given up after 5 attempts") as unknown,
  });
});
