/**
 * Stands in for azure-native's provider plugin, so that the examples that use it can be previewed and applied by the real
 * Pulumi CLI without Azure: what our resources need of it is made in the emulator, the rest nowhere.
 */
const { createRequire } = require("node:module");
const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = sdk("@grpc/grpc-js");
const { ResourceProviderService } = sdk("./proto/provider_grpc_pb.js");
const messages = sdk("./proto/provider_pb.js");
const { PluginInfo } = sdk("./proto/plugin_pb.js");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb.js");
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb.js");
const { EmulatedAzure } = require("./emulatedAzure.ts");
const { changedArguments, create, previewCreate, remove, replacing } = require("./lifecycle.ts");
const { functions } = require("./resourceTypes.ts");

const azure = new EmulatedAzure(process.env.APIM_EMULATOR_URL ?? "http://127.0.0.1:4566");

const read = (struct) => (struct === undefined ? {} : struct.toJavaScript());
// JSON leaves out what is undefined, which the wire format does not know.
const write = (properties) => Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
/** urn:pulumi:stack::project::parent$type::name */
const typeOf = (request) => request.getUrn().split("::")[2].split("$").at(-1);

/** The engine warns where the program's package is newer than the plugin. */
function installedVersion() {
  try {
    return createRequire(`${process.cwd()}/`)("@pulumi/azure-native/package.json").version;
  } catch {
    return "";
  }
}

const methods = {
  getPluginInfo: () => new PluginInfo().setVersion(installedVersion()),
  checkConfig: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diffConfig: () => new messages.DiffResponse(),
  configure: () => new messages.ConfigureResponse().setSupportspreview(true),
  check: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diff(request) {
    const changed = changedArguments(read(request.getOldInputs()), read(request.getNews()));
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    return new messages.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replacing(typeOf(request), changed));
  },
  async create(request) {
    const inputs = read(request.getProperties());
    if (request.getPreview()) {
      return new messages.CreateResponse().setProperties(write(previewCreate(typeOf(request), inputs)));
    }
    const [id, outputs] = await create(azure, typeOf(request), inputs);
    return new messages.CreateResponse().setId(id).setProperties(write(outputs));
  },
  read: (request) =>
    new messages.ReadResponse()
      .setId(request.getId())
      .setProperties(request.getProperties())
      .setInputs(request.getInputs()),
  async update(request) {
    const inputs = read(request.getNews());
    // As azure-native previews an update: what Azure has added stays as it is.
    const outputs = request.getPreview()
      ? { ...read(request.getOlds()), ...inputs }
      : (await create(azure, typeOf(request), inputs))[1];
    return new messages.UpdateResponse().setProperties(write(outputs));
  },
  async delete(request) {
    await remove(azure, typeOf(request), request.getId());
    return new Empty();
  },
  invoke: (request) =>
    new messages.InvokeResponse().setReturn(write(functions[request.getTok()](read(request.getArgs())))),
  cancel: () => new Empty(),
};

const service = Object.fromEntries(
  Object.entries(methods).map(([name, answer]) => [
    name,
    (call, callback) => {
      Promise.resolve()
        .then(() => answer(call.request))
        .then((response) => callback(null, response))
        .catch((error) => callback({ code: grpc.status.UNKNOWN, message: error.message }));
    },
  ]),
);

const server = new grpc.Server();
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  console.log(port);
});
