// Runs in a process of its own, in a user's project: what loading the package costs a program, and what `check` costs.
const { pbkdf2Sync } = require("node:crypto");
const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");
const { join } = require("node:path");

const [what, project, ...files] = process.argv.slice(2);
const load = createRequire(join(project, "package.json"));

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function main() {
  if (what === "import") {
    load("@pulumi/pulumi");
    return [await timed(() => load("pulumi-apim-credentials"))];
  }
  if (what === "rounds") return [await timed(() => pbkdf2Sync("password", "salt", 600_000, 32, "sha256"))];
  const certificate = load("pulumi-apim-credentials/runtime").certificate();
  certificate.configure({ config: { get: () => undefined } });
  const place = {
    subscriptionId: "00000000-0000-0000-0000-000000000000",
    resourceGroupName: "bench",
    serviceName: "bench",
  };
  const check = (dataFile) =>
    timed(async () => {
      const news = { ...place, certificateId: "bench", dataFile, passwordEnv: "BENCH_PFX_PASSWORD", __urn: dataFile };
      const { failures } = await certificate.check({}, news);
      if (failures.length > 0) throw new Error(failures[0].reason);
    });
  // The first one loads the modules; a provider process has done so long before a second resource.
  const times = [];
  for (const file of files) times.push(await check(file));
  return times.slice(1);
}

main().then((times) => console.log(JSON.stringify(times)));
