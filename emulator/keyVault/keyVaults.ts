import { randomBytes } from "node:crypto";
import type { CertificateFacts } from "../certificates/certificateFacts";
import type { SecretIdentifier } from "./secretIdentifier";

export interface SecretVersion {
  readonly version: string;
  readonly facts: CertificateFacts;
  readonly createdAtMs: number;
}

interface Vault {
  readonly secrets: Map<string, SecretVersion[]>;
  /** From when on an identity, named by its client id in lower case, may read. */
  readonly grants: Map<string, number>;
}

/** The simulated Key Vaults: secrets with versions, and who may read them from when on. */
export class KeyVaults {
  readonly #vaults = new Map<string, Vault>();

  addVersion({ vault, name }: SecretIdentifier, facts: CertificateFacts, createdAtMs: number): SecretVersion {
    const added: SecretVersion = { version: randomBytes(16).toString("hex"), facts, createdAtMs };
    const { secrets } = this.#vault(vault);
    secrets.set(name, [...(secrets.get(name) ?? []), added]);
    return added;
  }

  deleteSecret({ vault, name }: SecretIdentifier): boolean {
    return this.#vault(vault).secrets.delete(name);
  }

  grant(vault: string, clientId: string, fromMs: number): void {
    this.#vault(vault).grants.set(clientId.toLowerCase(), fromMs);
  }

  revoke(vault: string, clientId: string): void {
    this.#vault(vault).grants.delete(clientId.toLowerCase());
  }

  mayRead(vault: string, clientId: string, atMs: number): boolean {
    const fromMs = this.#vaults.get(vault)?.grants.get(clientId.toLowerCase());
    return fromMs !== undefined && fromMs <= atMs;
  }

  /** The named version, or the newest there was at that time. */
  find({ vault, name, version }: SecretIdentifier, atMs: number): SecretVersion | undefined {
    const versions = this.#vaults.get(vault)?.secrets.get(name) ?? [];
    return versions
      .filter((candidate) => (version === undefined ? candidate.createdAtMs <= atMs : candidate.version === version))
      .at(-1);
  }

  clear(): void {
    this.#vaults.clear();
  }

  /** For the state file. */
  toJSON(): SavedVault[] {
    return [...this.#vaults].map(([vault, { secrets, grants }]) => ({
      vault,
      secrets: [...secrets],
      grants: [...grants],
    }));
  }

  restore(saved: readonly SavedVault[]): void {
    this.clear();
    for (const { vault, secrets, grants } of saved) {
      this.#vaults.set(vault, { secrets: new Map(secrets), grants: new Map(grants) });
    }
  }

  #vault(vault: string): Vault {
    let found = this.#vaults.get(vault);
    if (found === undefined) {
      found = { secrets: new Map(), grants: new Map() };
      this.#vaults.set(vault, found);
    }
    return found;
  }
}

/** A vault as the state file holds it. */
export interface SavedVault {
  readonly vault: string;
  readonly secrets: [string, SecretVersion[]][];
  readonly grants: [string, number][];
}
