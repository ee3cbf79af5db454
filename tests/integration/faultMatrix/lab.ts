import type { Authorization } from "../../../provider/arm/authorization";
import type { ArmClient } from "../../../provider/arm/client";
import { createArmClient, type ArmClientDeps } from "../../../provider/arm/createArmClient";
import { readSettings } from "../../../provider/config";
import { makePkcs12 } from "../../support/pkcs12";
import { TestTime } from "../../support/testTime";
import type { EmulatorCaller } from "../../support/emulator/emulatorCaller";
import { servicePath, type EntityBody, type JournalLine } from "../../support/emulator/emulatorCaller";

export const certificatePath = `${servicePath}/certificates/backend`;
export const gatewayPath = `${servicePath}/gateways/gw1`;
export const oldFile = makePkcs12({ commonName: "old.example.com", password: "old" });
export const newFile = makePkcs12({ commonName: "new.example.com", password: "new" });
const vaultSecret = "https://vault1.vault.azure.net/secrets/backend";

/** What the service holds, as its own answers tell. */
export interface ServiceState {
  readonly thumbprint: string | undefined;
  /** Goes up by one with every write of any certificate. */
  readonly certificateRevision: bigint;
  readonly primary: string;
  readonly secondary: string;
  /** Goes up by one with every regenerated key. */
  readonly gatewayRevision: bigint;
}

/** One emulator, one adapter, one clock. */
export class Lab {
  readonly time: TestTime;
  readonly client: ArmClient;
  readonly messages: string[] = [];

  private constructor(
    readonly caller: EmulatorCaller,
    options: LabOptions,
  ) {
    this.time = options.time ?? new TestTime();
    const { attemptTimeoutMs, authorization, url = caller.emulator.url } = options;
    const deps: ArmClientDeps = {
      clock: this.time.now,
      sleep: this.time.sleep,
      random: () => 0.5,
      env: {},
      ...(attemptTimeoutMs !== undefined && { attemptTimeoutMs }),
      ...(authorization && { emulatorAuthorization: authorization }),
    };
    this.client = createArmClient(readSettings({ get: () => undefined }, { APIM_EMULATOR_URL: url }), deps);
  }

  static async open(caller: EmulatorCaller, options: LabOptions = {}): Promise<Lab> {
    await caller.furnish();
    return new Lab(caller, options);
  }

  readonly onWait = (message: string): void => void this.messages.push(message);

  async uploadOldFile(): Promise<string> {
    const { headers } = await this.caller.arm("PUT", certificatePath, {
      body: { properties: { data: oldFile.base64, password: "old" } },
    });
    return headers.get("etag") ?? "";
  }

  async fetchFromVault(): Promise<void> {
    const { body } = await this.caller.control<{ clientId: string }>("POST", "identities", { service: servicePath });
    const { clientId } = body;
    await this.caller.control("POST", "vault-access", { vault: "https://vault1.vault.azure.net", clientId });
    await this.caller.control("POST", "vault-secrets", {
      secretIdentifier: vaultSecret,
      data: oldFile.base64,
      password: "old",
    });
    await this.caller.arm("PUT", certificatePath, {
      body: { properties: { keyVault: { secretIdentifier: vaultSecret } } },
    });
  }

  async fault(method: string, path: string, fault: object): Promise<void> {
    const definition = { match: { method, pathPattern: `${path}$` }, times: 1, fault };
    const { status } = await this.caller.control("POST", "faults", [definition]);
    expect(status).toBe(204);
    await this.caller.control("DELETE", "journal");
  }

  /** `METHOD status` of every request so far, in the order of arrival; `lost` is an answer that nobody got. */
  async requests(): Promise<string[]> {
    const lines = [...(await this.caller.journal())].sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
    return lines.map(describe);
  }

  async state(): Promise<ServiceState> {
    const certificate = await this.caller.arm<Partial<EntityBody>>("GET", certificatePath);
    const keys = await this.caller.arm<{ primary: string; secondary: string }>("POST", `${gatewayPath}/listKeys`);
    const bytes = (etag: string | null): Buffer => Buffer.from((etag ?? "").replaceAll('"', ""), "base64");
    const present = certificate.status === 200;
    return {
      thumbprint: present ? String(certificate.body.properties?.thumbprint) : undefined,
      certificateRevision: present ? bytes(certificate.headers.get("etag")).readBigUInt64BE() : 0n,
      ...keys.body,
      gatewayRevision: bytes(keys.headers.get("etag")).readBigUInt64LE(),
    };
  }
}

interface LabOptions {
  readonly time?: TestTime;
  readonly attemptTimeoutMs?: number;
  readonly authorization?: Authorization;
  /** Where the adapter believes the emulator to be. */
  readonly url?: string;
}

function describe({ method, status, fault }: JournalLine): string {
  const drop = (fault as { drop?: string } | undefined)?.drop;
  return `${method} ${drop === undefined ? String(status) : `${drop === "after" ? "done, " : ""}lost`}`;
}
