import { createRequire } from "node:module";
import type * as engineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import { engineAddress } from "./engineAddress";
import type { Message } from "./host";

type Credentials = ConstructorParameters<typeof engineService.EngineClient>[1];
type EngineLog = (message: Message) => Promise<void>;

let engineLog: EngineLog | undefined;

/**
 * Shows a message on the resource's own row, and under it in the closing diagnostics. The dynamic host offers no way to
 * do so; the engine's log service does.
 */
export function say(message: Message): Promise<void> {
  engineLog ??= connect();
  return engineLog(message);
}

function connect(): EngineLog {
  const address = engineAddress();
  if (address === undefined) return writeLine;
  // Everything comes from the SDK and from its own copy of gRPC, on which this package does not depend.
  const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const { EngineClient } = sdk("./proto/engine_grpc_pb.js") as typeof engineService;
  const { LogRequest, LogSeverity } = sdk("./proto/engine_pb.js") as typeof engineMessages;
  const grpc = sdk("@grpc/grpc-js") as { credentials: { createInsecure(): Credentials } };
  const client = new EngineClient(`${address.host}:${address.port}`, grpc.credentials.createInsecure());
  return (message) =>
    new Promise((resolve) => {
      const request = new LogRequest();
      request.setSeverity(message.severity === "warning" ? LogSeverity.WARNING : LogSeverity.INFO);
      request.setUrn(message.urn ?? "");
      request.setMessage(message.text);
      // A message that cannot be shown must not fail the operation that it is about.
      client.log(request, (error) => resolve(error === null ? undefined : writeLine(message)));
    });
}

function writeLine(message: Message): Promise<void> {
  console.log(message.severity === "warning" ? `warning: ${message.text}` : message.text);
  return Promise.resolve();
}
