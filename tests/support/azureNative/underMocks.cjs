/**
 * Runs one of the examples under Pulumi's mocks, without a CLI: `node underMocks.cjs program.ts {"config":{…},"preview":false}`.
 * What the mocks answer for this package's resources is what their stored provider text does, against the emulator; for
 * azure-native's, what the stand-in does; others' are echoed. Prints what was registered, and the program's outputs.
 */
const Module = require("node:module");
const { join, dirname } = require("node:path");
require("../typescriptHook.cjs");
const { EmulatedAzure } = require("../../../scripts/azureNativeStandIn/emulatedAzure.ts");
const { create, previewCreate, UNKNOWN } = require("../../../scripts/azureNativeStandIn/lifecycle.ts");
const { functions } = require("../../../scripts/azureNativeStandIn/resourceTypes.ts");

const [programFile, wish] = process.argv.slice(2);
const { config, preview } = JSON.parse(wish);
// The project's own copy of the SDK: another one would not see the mocks.
const requireInProject = Module.createRequire(programFile);
const pulumi = requireInProject("@pulumi/pulumi");
const azure = new EmulatedAzure(process.env.APIM_EMULATOR_URL);
const SECRET = "4dabf18193072939515e22adb298388d";

/** Providers are handed secrets in clear, and unknown values as the engine writes them; mocks are not. */
function unwrapped(value) {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if (value.__pulumiUnknown === true) return UNKNOWN;
  if (SECRET in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unwrapped(member)]));
}

/** Pulumi evaluates the text as a module in the program's folder; so `import()` in it resolves from there. */
function handlerOf(providerText) {
  const module = new Module(join(dirname(programFile), "provider.js"));
  module.filename = module.id;
  module.paths = Module._nodeModulePaths(dirname(programFile));
  module._compile(providerText, module.id);
  const handler = module.exports.handler();
  handler.configure({ config: { get: (name) => config[name] } });
  return handler;
}

async function ours(inputs) {
  const handler = handlerOf(inputs.__provider);
  const { inputs: checked, failures } = await handler.check({}, unwrapped(inputs));
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
  if (preview) return { id: "", state: checked };
  const { id, outs } = await handler.create(checked);
  return { id, state: { ...checked, ...outs } };
}

async function theirs(type, inputs) {
  if (preview) return { id: "", state: previewCreate(type, unwrapped(inputs)) };
  const [id, state] = await create(azure, type, unwrapped(inputs));
  return { id, state };
}

function answer(type, name, inputs) {
  if (type.startsWith("azure-native:")) return theirs(type, inputs);
  if (type.startsWith("pulumi-nodejs:dynamic/apim-credentials:")) return ours(inputs);
  return { id: preview ? "" : name, state: inputs };
}

const registered = [];
async function newResource({ type, name, inputs }) {
  const made = await answer(type, name, inputs);
  registered.push({ type, name, state: unwrapped(made.state) });
  return made;
}

function settled(output) {
  return new Promise((resolve, reject) => {
    const known = output.isKnown.then((isKnown) => (isKnown ? output.promise() : "[unknown]"));
    known.then(resolve, reject);
  });
}

async function main() {
  pulumi.runtime.setAllConfig(config);
  const call = ({ token, inputs }) => functions[token](inputs);
  await pulumi.runtime.setMocks({ newResource, call }, "example", "dev", preview, "contoso");
  const program = requireInProject(programFile);
  const outputs = {};
  for (const [name, value] of Object.entries(program)) outputs[name] = await settled(value);
  await pulumi.runtime.disconnect();
  console.log(JSON.stringify({ registered, outputs }));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
