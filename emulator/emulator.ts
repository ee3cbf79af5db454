import type { Faults } from "./control/faults";
import type { Journal } from "./control/journal";
import type { RateLimits } from "./arm/rateLimits";
import type { EmulatorClock } from "./emulatorClock";
import type { Applications } from "./signIn/applications";
import type { TokenIssuer } from "./signIn/tokenIssuer";
import type { EmulatorState } from "./state/emulatorState";

/** One running emulator, as its operations see it. */
export interface Emulator {
  readonly clock: EmulatorClock;
  readonly state: EmulatorState;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  /** Writes the state to its file, where there is one; returns when it is there. */
  readonly persist?: () => void;
  readonly tokenIssuer: TokenIssuer;
  readonly applications: Applications;
  /** Whether the bearer token must be one that this emulator issued; otherwise any will do. */
  readonly checksTokens: boolean;
  /** Whether a missing If-Match is tolerated where the spec requires it, as the real service was recorded to do. */
  readonly lenient: boolean;
  /** The tenant that subscriptions belong to and tokens are issued for. */
  readonly tenantId: string;
}
