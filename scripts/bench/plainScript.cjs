// The least that the wire allows: one process, the package's own adapter, and so many requests at a time as asked for.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const [project, phase, size, parallel, emulatorUrl, password] = process.argv.slice(2);
const dist = join(project, "node_modules", "pulumi-apim-credentials", "dist", "provider");
const { createArmClient } = require(join(dist, "arm", "createArmClient.js"));
const { certificates } = require(join(dist, "apim", "certificates.js"));
const { readSettings } = require(join(dist, "config.js"));

const service =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/bench/providers/Microsoft.ApiManagement/service/plain-script";
const client = createArmClient(
  readSettings({ get: (key) => (key.endsWith(":emulatorUrl") ? emulatorUrl : undefined) }),
);
const etagsFile = join(project, "etags.json");
const etags = phase === "up" ? {} : JSON.parse(readFileSync(etagsFile, "utf8"));
const properties = () => ({ data: readFileSync(join(project, "current", "shared.pfx"), "base64"), password });

const work = {
  async up(target) {
    if ((await certificates.getEntityTag(target)) !== undefined) throw new Error("it is already there");
    return (await certificates.createOrUpdate({ ...target, properties: properties() })).etag;
  },
  change: async (target, ifMatch) =>
    (await certificates.createOrUpdate({ ...target, properties: properties(), ifMatch })).etag,
  refresh: async (target) => (await certificates.get(target)).etag,
  destroy: async (target, ifMatch) => certificates.delete({ ...target, ifMatch }),
}[phase];

async function worker(numbers) {
  for (const number of numbers) {
    const resourceId = `${service}/certificates/r${number}`;
    etags[resourceId] = await work({ client, resourceId }, etags[resourceId]);
  }
}

async function main() {
  // One iterator for all workers: each takes the next number.
  const numbers = Array(Number(size)).keys();
  await Promise.all(Array.from({ length: Number(parallel) }, () => worker(numbers)));
  writeFileSync(etagsFile, JSON.stringify(etags));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
