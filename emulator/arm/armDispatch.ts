import type { Emulator } from "../emulator";
import { refreshDueSecrets } from "../keyVault/automaticRefresh";
import { routes } from "../routes";
import type { EmulatorRequest } from "../server/emulatorRequest";
import type { OperationCall, Route } from "../server/operation";
import { matchRoute } from "../server/routeMatch";
import type { Answer } from "./answer";
import { checkApiManagementApiVersion, checkArmApiVersion, checkServiceFloor } from "./apiVersions";
import { ArmRefusal } from "./armRefusal";
import { checkBearerToken } from "./bearerToken";
import { checkNames } from "./names";
import { isJsonObject } from "./requestBody";

interface DispatchedAnswer {
  readonly answer: Answer;
  readonly operationId?: string;
}

function notImplemented(request: EmulatorRequest): ArmRefusal {
  return new ArmRefusal(501, {
    code: "NotImplementedByEmulator",
    message: `${request.method} ${request.path} is not implemented by this emulator; its README lists the operations that are.`,
  });
}

/** Code and wording assumed. */
function methodNotAllowed(request: EmulatorRequest, allowed: readonly string[]): ArmRefusal {
  return new ArmRefusal(
    405,
    { code: "MethodNotAllowed", message: `The method ${request.method} is not allowed for this path.` },
    { headers: { Allow: allowed.join(", ") } },
  );
}

function checkVersion(route: Route, { request, names, emulator }: OperationCall): void {
  const apiVersion = request.query.get("api-version");
  if (route.versions === "arm") {
    checkArmApiVersion(apiVersion);
    return;
  }
  const child = route.path.split("/{serviceName}")[1]?.split("/")[1];
  checkApiManagementApiVersion(apiVersion, child === undefined ? "service" : `service/${child}`);
  const constraint = emulator.state.findService(names)?.properties.apiVersionConstraint;
  const floor = isJsonObject(constraint) ? constraint.minApiVersion : undefined;
  checkServiceFloor(apiVersion, typeof floor === "string" ? floor : undefined);
}

async function runRoute(route: Route, call: OperationCall): Promise<Answer> {
  checkVersion(route, call);
  checkNames(call.names);
  const { header, remaining } = call.emulator.rateLimits.spend(call.request.method, call.names.subscriptionId ?? "");
  const budget = { [header]: String(remaining) };
  try {
    refreshDueSecrets(call.emulator);
    const answer = await route.run(call);
    return { ...answer, headers: { ...answer.headers, ...budget } };
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    return { ...error.answer, headers: { ...error.answer.headers, ...budget } };
  }
}

/** Signs the caller in, finds the operation, checks what all operations have in common, and runs it. */
export async function dispatchToArm(emulator: Emulator, request: EmulatorRequest): Promise<DispatchedAnswer> {
  try {
    await checkBearerToken(emulator, request);
    const { match, allowed } = matchRoute(routes, request.method, request.segments);
    if (match === undefined) {
      throw allowed.length > 0 ? methodNotAllowed(request, allowed) : notImplemented(request);
    }
    const { route, names } = match;
    try {
      return { operationId: route.operationId, answer: await runRoute(route, { request, names, emulator }) };
    } catch (error) {
      if (!(error instanceof ArmRefusal)) throw error;
      return { operationId: route.operationId, answer: error.answer };
    }
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    return { answer: error.answer };
  }
}
