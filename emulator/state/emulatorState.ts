import type { CertificateFacts } from "../certificates/certificateFacts";
import { ArmRefusal } from "../arm/armRefusal";
import { KeyVaults, type SavedVault } from "../keyVault/keyVaults";

export interface ServiceRecord {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly name: string;
  readonly createdAt: string;
  location: string;
  sku: { readonly name: string; readonly capacity: number };
  tags: Readonly<Record<string, unknown>>;
  properties: Readonly<Record<string, unknown>>;
  identities: ServiceIdentity[];
  revision: number;
  readonly certificates: Map<string, CertificateRecord>;
  readonly gateways: Map<string, GatewayRecord>;
}

/** A managed identity of a service; without `resourceId` it is the system-assigned one. */
export interface ServiceIdentity {
  readonly resourceId: string | undefined;
  readonly clientId: string;
  readonly principalId: string;
  /** Azure needs a while until an assigned identity can be used. */
  availableFromMs: number;
}

export interface LastStatus {
  readonly code: string;
  readonly message?: string;
  readonly timeStampUtc: string;
}

/** Where a certificate comes from Key Vault. */
export interface KeyVaultLink {
  readonly secretIdentifier: string;
  /** null is the system-assigned identity (recorded). */
  readonly identityClientId: string | null;
  lastStatus: LastStatus;
  checkedAtMs: number;
}

export interface CertificateRecord {
  readonly name: string;
  facts: CertificateFacts;
  keyVault: KeyVaultLink | undefined;
  revision: number;
}

export interface GatewayLocation {
  readonly name: string;
  readonly city: string | null;
  readonly district: string | null;
  readonly countryOrRegion: string | null;
}

export interface GatewayRecord {
  readonly name: string;
  description: string | undefined;
  locationData: GatewayLocation | undefined;
  /** 64 bytes as 88 characters of base64. */
  readonly keys: { primary: string; secondary: string };
  revision: number;
}

export const savedStateVersion = 1;

/** The state as its file holds it. */
export interface SavedState {
  readonly version: typeof savedStateVersion;
  readonly revisions: readonly [number, number, number];
  readonly services: readonly (Omit<ServiceRecord, "certificates" | "gateways"> & {
    readonly certificates: readonly CertificateRecord[];
    readonly gateways: readonly GatewayRecord[];
  })[];
  readonly keyVaults: readonly SavedVault[];
}

/** As Azure publishes it; its support raises it on request. */
const usualGatewaysPerService = 25;

/** Everything the emulator remembers. Names are compared in lower case, as Azure compares them. */
export class EmulatorState {
  readonly services = new Map<string, ServiceRecord>();
  readonly keyVaults = new KeyVaults();
  /** How many self-hosted gateways a service holds. */
  gatewaysPerService = usualGatewaysPerService;
  // The first values that were recorded; each write takes the next one.
  #certificateRevision = 0x0d83;
  #gatewayRevision = 0x0925;
  #serviceRevision = 0x0100;

  nextCertificateRevision(): number {
    return ++this.#certificateRevision;
  }

  nextServiceRevision(): number {
    return ++this.#serviceRevision;
  }

  /** A gateway's revision goes up by one for each of its own changes (recorded); a new gateway starts above all that ever were. */
  nextGatewayRevision(current?: number): number {
    const next = (current ?? this.#gatewayRevision) + 1;
    this.#gatewayRevision = Math.max(this.#gatewayRevision, next);
    return next;
  }

  /** For the state file. */
  toJSON(): SavedState {
    return {
      version: savedStateVersion,
      revisions: [this.#certificateRevision, this.#gatewayRevision, this.#serviceRevision],
      services: [...this.services.values()].map((service) => ({
        ...service,
        certificates: [...service.certificates.values()],
        gateways: [...service.gateways.values()],
      })),
      keyVaults: this.keyVaults.toJSON(),
    };
  }

  restore({ revisions, services, keyVaults }: SavedState): void {
    [this.#certificateRevision, this.#gatewayRevision, this.#serviceRevision] = revisions;
    for (const { certificates, gateways, ...service } of services) {
      const { subscriptionId, resourceGroupName, name: serviceName } = service;
      this.services.set(serviceKey({ subscriptionId, resourceGroupName, serviceName }), {
        ...service,
        certificates: new Map(certificates.map((certificate) => [certificate.name.toLowerCase(), certificate])),
        gateways: new Map(gateways.map((gateway) => [gateway.name.toLowerCase(), gateway])),
      });
    }
    this.keyVaults.restore(keyVaults);
  }

  reset(): void {
    this.services.clear();
    this.keyVaults.clear();
    this.gatewaysPerService = usualGatewaysPerService;
  }

  findService(names: Readonly<Record<string, string>>): ServiceRecord | undefined {
    return this.services.get(serviceKey(names));
  }

  /** @throws ArmRefusal 404 as ARM words it for a service that does not exist. */
  requireService(names: Readonly<Record<string, string>>): ServiceRecord {
    const service = this.findService(names);
    if (service === undefined) {
      throw new ArmRefusal(404, {
        code: "ResourceNotFound",
        message: `The Resource 'Microsoft.ApiManagement/service/${names.serviceName ?? ""}' under resource group '${names.resourceGroupName ?? ""}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
      });
    }
    return service;
  }
}

export function serviceKey(names: Readonly<Record<string, string>>): string {
  return [names.subscriptionId, names.resourceGroupName, names.serviceName].join("/").toLowerCase();
}

export function serviceResourceId(service: ServiceRecord): string {
  return `/subscriptions/${service.subscriptionId}/resourceGroups/${service.resourceGroupName}/providers/Microsoft.ApiManagement/service/${service.name}`;
}
