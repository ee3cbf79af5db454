// Starts Pulumi's provider process as the engine does, and times it from its start to the answer to its first `check`.
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createRequire } = require("node:module");
const { createServer } = require("node:net");
const { join } = require("node:path");
const { performance } = require("node:perf_hooks");

const [project, providerText, dataFile] = process.argv.slice(2);
const sdk = createRequire(join(project, "node_modules", "@pulumi", "pulumi", "package.json"));
const grpc = sdk("@grpc/grpc-js");
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb");
const { ResourceProviderClient } = sdk("./proto/provider_grpc_pb");
const { CheckRequest, ConfigureRequest } = sdk("./proto/provider_pb");

async function main() {
  // In the engine's place: there are no messages, but a provider ends when its engine is gone.
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const address = `127.0.0.1:${engine.address().port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [sdk.resolve("./cmd/dynamic-provider"), address], { cwd: project });
  try {
    const [port] = await once(child.stdout, "data");
    const client = new ResourceProviderClient(`127.0.0.1:${String(port).trim()}`, grpc.credentials.createInsecure());
    const call = (method, request) =>
      new Promise((resolve, reject) => {
        client[method](request, (error, response) => (error ? reject(error) : resolve(response)));
      });
    const configure = new ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({}));
    await call("configure", configure);
    const place = {
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      resourceGroupName: "bench",
      serviceName: "bench",
    };
    const more = { certificateId: "bench", dataFile, passwordEnv: "BENCH_PFX_PASSWORD", __provider: providerText };
    const check = new CheckRequest();
    check.setOlds(Struct.fromJavaScript({}));
    check.setNews(Struct.fromJavaScript({ ...place, ...more }));
    const answer = await call("check", check);
    if (answer.getFailuresList().length > 0) throw new Error(answer.getFailuresList()[0].getReason());
    console.log(JSON.stringify([performance.now() - started]));
  } finally {
    child.kill();
  }
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
