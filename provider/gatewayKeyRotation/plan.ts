import type { KeyType } from "../apim/contracts";
import { addDuration, type Duration } from "../duration";
import { changedTriggers } from "../triggers";
import { hourAfter } from "../utcHour";
import { otherKey, type RotationInputs, type RotationKeyType, type RotationPlan, type RotationReason } from "./state";

/** A regeneration that the coming update will carry out. */
export interface PlannedRotation {
  readonly keyType: KeyType;
  readonly reason: RotationReason;
  /** Names of the triggers that changed. */
  readonly triggers: readonly string[];
  /** With reason `schedule`: from when on a run would have rotated. */
  readonly dueSince?: string | undefined;
  /** With `alternate`: the key that running tokens are signed with, and which stays valid. */
  readonly survivor?: KeyType | undefined;
}

export interface Planned {
  readonly plan: RotationPlan;
  readonly rotation?: PlannedRotation;
}

interface Declared {
  readonly keyType: RotationKeyType;
  readonly initialKeyType?: KeyType | undefined;
  readonly rotateOnCreate?: boolean | undefined;
  readonly triggers?: unknown;
  readonly every: Duration | undefined;
}

/** The plan for a new rotation: the keys are recorded as they are, unless `rotateOnCreate` is set. */
export function planCreate(now: Date, declared: Declared): Planned {
  const { keyType, initialKeyType = "primary" } = declared;
  const activeKeyType = keyType === "alternate" ? initialKeyType : keyType;
  const recorded = { activeKeyType, rotationCount: 0, changedOutside: false, ...timing(now, declared.every) };
  if (declared.rotateOnCreate !== true) return { plan: recorded };
  return rotated({ before: recorded, now, declared, reason: "create", triggers: [] });
}

/** The plan for an existing rotation: `stored` are the inputs of the last run. */
export function planUpdate(now: Date, declared: Declared, stored: RotationInputs): Planned {
  const triggers = changedTriggers(stored.triggers, declared.triggers);
  // A clock that ran ahead when the key was rotated must not put off the next rotation for years.
  const since = new Date(Math.min(Date.parse(stored.activeKeySince), Date.parse(hourAfter(now))));
  const { nextRotationAt } = timing(since, declared.every);
  const isDue = nextRotationAt !== undefined && now.getTime() >= Date.parse(nextRotationAt);
  const { activeKeyType, rotationCount, lastRotatedKeyType, lastRotationReason } = stored;
  const before = { activeKeyType, rotationCount, lastRotatedKeyType, lastRotationReason, changedOutside: false };
  if (triggers.length === 0 && !isDue) return { plan: { ...before, ...timing(since, declared.every) } };
  const cause: Pick<PlannedRotation, "reason" | "dueSince"> =
    triggers.length > 0 ? { reason: "trigger" } : { reason: "schedule", dueSince: nextRotationAt };
  return rotated({ before: { ...before, activeKeySince: stored.activeKeySince }, now, declared, triggers, ...cause });
}

/** A rotation for whatever reason restarts the period, and makes the regenerated key the active one. */
function rotated(call: {
  before: RotationPlan;
  now: Date;
  declared: Declared;
  reason: RotationReason;
  triggers: readonly string[];
  dueSince?: string | undefined;
}): Planned {
  const { before, now, declared, reason, triggers, dueSince } = call;
  const alternates = declared.keyType === "alternate";
  const keyType = declared.keyType === "alternate" ? otherKey(before.activeKeyType) : declared.keyType;
  return {
    plan: {
      activeKeyType: keyType,
      rotationCount: before.rotationCount + 1,
      lastRotatedKeyType: keyType,
      lastRotationReason: reason,
      changedOutside: false,
      ...timing(now, declared.every),
    },
    rotation: { keyType, reason, triggers, dueSince, survivor: alternates ? before.activeKeyType : undefined },
  };
}

function timing(since: Date, every: Duration | undefined): Pick<RotationPlan, "activeKeySince" | "nextRotationAt"> {
  const start = hourAfter(since);
  return { activeKeySince: start, nextRotationAt: every && hourAfter(addDuration(new Date(start), every)) };
}
