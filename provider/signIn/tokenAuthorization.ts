import type { AccessToken, TokenCredential } from "@azure/identity";
import type { Authorization } from "../arm/authorization";
import { caeClaims } from "./caeClaims";

/** What tokens come from. */
export interface TokenOptions {
  readonly createCredential: () => Promise<TokenCredential>;
  readonly scope: string;
  /** Turns whatever a credential throws into an AuthenticationError. */
  readonly toError: (failure: unknown) => Error;
  readonly now: () => number;
}

// The same five minutes after which MSAL's cache stops answering with a token.
const RENEW_BEFORE_MS = 5 * 60_000;
const RENEW_ATTEMPT_EVERY_MS = 30_000;

/** One token for all requests of a run: fetched once, renewed before it ends, and once more when the service refuses it. */
export class TokenAuthorization implements Authorization {
  private credential: Promise<TokenCredential> | undefined;
  private token: AccessToken | undefined;
  private pending: Promise<AccessToken> | undefined;
  private renewedAt = -Infinity;
  private failure: Error | undefined;

  constructor(private readonly options: TokenOptions) {}

  async header(): Promise<string> {
    // What signed nobody in once is not tried again for every resource of the run.
    if (this.failure) throw this.failure;
    const { token } = this;
    const now = this.options.now();
    if (!token) return bearer(await this.firstToken());
    const isOver = now >= token.expiresOnTimestamp;
    if (isOver || (now >= this.renewalDue(token) && now - this.renewedAt >= RENEW_ATTEMPT_EVERY_MS)) {
      this.renewedAt = now;
      await this.fetch().catch((failure: unknown) => {
        if (isOver) throw this.options.toError(failure);
      });
    }
    return bearer(this.token ?? token);
  }

  async renew(refused: string, challenge: string | undefined): Promise<boolean> {
    if (this.token && bearer(this.token) !== refused) return true;
    const claims = caeClaims(challenge);
    // Its cache would answer with the refused token again; with claims it is passed over.
    if (claims === undefined) this.credential = undefined;
    try {
      return bearer(await this.fetch(claims)) !== refused;
    } catch (failure) {
      throw this.options.toError(failure);
    }
  }

  private async firstToken(): Promise<AccessToken> {
    try {
      return await this.fetch();
    } catch (failure) {
      this.failure = this.options.toError(failure);
      throw this.failure;
    }
  }

  /** Requests that come at the same time share one fetch. */
  private fetch(claims?: string): Promise<AccessToken> {
    this.pending ??= this.fetchNow(claims).finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async fetchNow(claims: string | undefined): Promise<AccessToken> {
    this.credential ??= this.options.createCredential();
    const credential = await this.credential;
    const token = await credential.getToken(this.options.scope, {
      enableCae: true,
      ...(claims !== undefined && { claims }),
    });
    if (!token) throw new Error("no token was issued");
    this.token = token;
    return token;
  }

  private renewalDue({ expiresOnTimestamp, refreshAfterTimestamp }: AccessToken): number {
    return Math.min(refreshAfterTimestamp ?? Infinity, expiresOnTimestamp - RENEW_BEFORE_MS);
  }
}

function bearer({ token }: AccessToken): string {
  return `Bearer ${token}`;
}
