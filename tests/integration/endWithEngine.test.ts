import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(__dirname, "../..");

let engine: Server;
let connections: Socket[];
let provider: ChildProcess;

/** Listens as an engine does, and starts a process that serves it. */
beforeEach(async () => {
  connections = [];
  engine = createServer((socket) => {
    // A gRPC server speaks first.
    socket.write("settings");
    socket.on("error", () => undefined);
    connections.push(socket);
  });
  await once(engine.listen(0, "127.0.0.1"), "listening");
  const { port } = engine.address() as { port: number };
  const program = join(root, "provider", "endWithEngine.ts");
  const script = `require(${JSON.stringify(program)}).endWithEngine(); setInterval(() => undefined, 1000);`;
  // As the engine starts it: the address is the first argument after the program's path.
  const args = [
    "-r",
    join(root, "tests", "support", "typescriptHook.cjs"),
    "-e",
    script,
    "program",
    `127.0.0.1:${port}`,
  ];
  provider = spawn(process.execPath, args, { stdio: "inherit" });
  await once(engine, "connection");
});

afterEach(() => {
  provider.kill("SIGKILL");
  engine.close();
});

test("an engine that hangs up is asked again; nothing ends", async () => {
  connections[0]?.end();
  await once(engine, "connection");
  expect(provider.exitCode).toBeNull();
});

test("an engine that is gone: the process ends within a second", async () => {
  const gone = once(provider, "exit");
  engine.close();
  for (const socket of connections) socket.destroy();
  expect(await Promise.race([gone, sleep(5_000, "still there", { ref: false })])).toEqual([1, null]);
});
