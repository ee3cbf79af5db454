import type { Answer } from "../arm/answer";
import { isJsonObject, type JsonObject } from "../arm/requestBody";
import type { Emulator } from "../emulator";
import type { EmulatorRequest } from "../server/emulatorRequest";
import { overview } from "../page/overview";
import { ApplicationError } from "../signIn/applications";
import { moveClock } from "./clockEndpoint";
import { controlError } from "./controlAnswer";
import { FaultDefinitionError } from "./faults";
import { addVaultSecret, assignIdentity, deleteVaultSecret, grantVaultAccess } from "./keyVaultEndpoints";
import { verifyToken } from "./verifyToken";

type ControlEndpoint = (emulator: Emulator, body: unknown) => Answer;

function withObject(run: (emulator: Emulator, body: JsonObject) => Answer): ControlEndpoint {
  return (emulator, body) => (isJsonObject(body) ? run(emulator, body) : controlError("Send a JSON object."));
}

function addFaults(emulator: Emulator, body: unknown): Answer {
  try {
    emulator.faults.add(body);
  } catch (error) {
    if (error instanceof FaultDefinitionError) return controlError(error.message);
    throw error;
  }
  return { status: 204 };
}

function reset(emulator: Emulator): Answer {
  emulator.state.reset();
  emulator.journal.clear();
  emulator.faults.clear();
  emulator.rateLimits.reset();
  emulator.applications.clear();
  emulator.clock.reset();
  return { status: 204 };
}

/** `{ clientId, secret?, secretExpiresAt?, certificate?, federated?: { issuer, subject } }` */
function registerApplication({ applications }: Emulator, body: JsonObject): Answer {
  try {
    applications.register(body);
  } catch (error) {
    if (error instanceof ApplicationError) return controlError(error.message);
    throw error;
  }
  return { status: 204 };
}

/** `{ on }`: whether spent budgets are refused with 429. Budgets start full again. */
function switchThrottling({ rateLimits }: Emulator, { on }: JsonObject): Answer {
  if (typeof on !== "boolean") return controlError('Send {"on":true} or {"on":false}.');
  rateLimits.setThrottling(on);
  return { status: 204 };
}

/** `{ gatewaysPerService }`: as Azure's support raises it. */
function raiseLimits({ state }: Emulator, { gatewaysPerService }: JsonObject): Answer {
  if (!Number.isInteger(gatewaysPerService) || Number(gatewaysPerService) < 1)
    return controlError('Send {"gatewaysPerService":N}, a whole number from 1.');
  state.gatewaysPerService = Number(gatewaysPerService);
  return { status: 204 };
}

const endpoints: Readonly<Record<string, ControlEndpoint>> = {
  "GET journal": ({ journal }) => ({
    status: 200,
    headers: { "x-emulator-journal-dropped": String(journal.dropped) },
    body: journal.entries,
  }),
  "DELETE journal": ({ journal }) => {
    journal.clear();
    return { status: 204 };
  },
  "GET overview": overview,
  "GET faults": ({ faults }) => ({ status: 200, body: faults.waiting }),
  "POST faults": addFaults,
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return { status: 204 };
  },
  "POST reset": reset,
  "POST clock": withObject(({ clock }, body) => moveClock(clock, body)),
  "GET clock": ({ clock }) => ({ status: 200, body: { now: clock.now().toISOString() } }),
  "POST vault-secrets": withObject(addVaultSecret),
  "DELETE vault-secrets": withObject(deleteVaultSecret),
  "POST vault-access": withObject(grantVaultAccess),
  "POST identities": withObject(assignIdentity),
  "POST applications": withObject(registerApplication),
  "POST throttling": withObject(switchThrottling),
  "POST limits": withObject(raiseLimits),
  "POST verify-token": withObject(verifyToken),
};

function parseBody(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** The endpoints under `/_emulator/`: for tests, without sign-in, and never in the journal. */
export function answerControlRequest(emulator: Emulator, request: EmulatorRequest): Answer {
  const endpoint = endpoints[`${request.method} ${request.segments.slice(1).join("/")}`];
  if (endpoint === undefined) {
    const message = `There is no ${request.method} of that path here; there are: ${Object.keys(endpoints).join(", ")}.`;
    return { status: 404, body: { error: { code: "NoSuchControlEndpoint", message } } };
  }
  return endpoint(emulator, parseBody(request.body));
}
