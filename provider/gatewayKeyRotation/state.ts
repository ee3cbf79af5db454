import type { GatewayKeysContract, KeyType } from "../apim/contracts";
import { createHash } from "node:crypto";
import { parseResourceId } from "../apim/resourceId";
import type { GatewayAddress } from "../gatewayPlace";
import type { Properties } from "../host";

export type RotationKeyType = KeyType | "alternate";
export type RotationReason = "trigger" | "schedule" | "create";

interface RotationArguments {
  readonly keyType: RotationKeyType;
  readonly initialKeyType?: KeyType | undefined;
  readonly triggers?: unknown;
  readonly rotateEvery?: string | undefined;
  readonly rotateOnCreate?: boolean | undefined;
}

/** What `check` computes, so that preview shows which key will be regenerated and why. */
export interface RotationPlan {
  readonly activeKeyType: KeyType;
  readonly rotationCount: number;
  readonly lastRotatedKeyType?: KeyType | undefined;
  readonly lastRotationReason?: RotationReason | undefined;
  readonly nextRotationAt?: string | undefined;
  readonly changedOutside: boolean;
  /** When the active key became new, or was first seen, as a full hour: what `rotateEvery` counts from. */
  readonly activeKeySince: string;
}

/** After `check`, while something that the plan depends on is not known. */
export interface UndecidedInputs extends GatewayAddress, RotationArguments {
  readonly __urn?: string | undefined;
}

/** After `check`. */
export interface RotationInputs extends UndecidedInputs, RotationPlan {}

export interface Fingerprints {
  readonly primaryFingerprint: string;
  readonly secondaryFingerprint: string;
}

/** What Pulumi stores as outputs. The place is in the id; the keys are nowhere. */
export interface RotationState extends RotationArguments, RotationPlan, Fingerprints {
  readonly rotatedAt?: string | undefined;
  /** A key whose regeneration was asked for, with an unknown end: to be verified before anything is repeated. */
  readonly __pending?: KeyType | undefined;
}

export function asInputs(properties: Properties): RotationInputs {
  return ofToday(properties) as unknown as RotationInputs;
}

export function asState(properties: Properties): RotationState {
  return ofToday(properties) as unknown as RotationState;
}

/** The first stacks have stored `activeKeySince` as `__since`. */
function ofToday({ __since, ...properties }: Properties): Properties {
  return __since === undefined ? properties : { activeKeySince: __since, ...properties };
}

export function otherKey(keyType: KeyType): KeyType {
  return keyType === "primary" ? "secondary" : "primary";
}

/** Tells keys apart without revealing them: they are 64 random bytes. */
export function fingerprintsOf({ primary, secondary }: Pick<GatewayKeysContract, KeyType>): Fingerprints {
  return { primaryFingerprint: fingerprint(primary), secondaryFingerprint: fingerprint(secondary) };
}

function fingerprint(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

export function fingerprintOf(fingerprints: Fingerprints, keyType: KeyType): string {
  return keyType === "primary" ? fingerprints.primaryFingerprint : fingerprints.secondaryFingerprint;
}

function rotationArguments(source: RotationArguments): RotationArguments {
  const { keyType, initialKeyType, triggers, rotateEvery, rotateOnCreate } = source;
  return { keyType, initialKeyType, triggers, rotateEvery, rotateOnCreate };
}

function planOf(source: RotationPlan): RotationPlan {
  const {
    activeKeyType,
    rotationCount,
    lastRotatedKeyType,
    lastRotationReason,
    nextRotationAt,
    changedOutside,
    activeKeySince,
  } = source;
  return {
    activeKeyType,
    rotationCount,
    lastRotatedKeyType,
    lastRotationReason,
    nextRotationAt,
    changedOutside,
    activeKeySince,
  };
}

/** The state when everything that `inputs` plans has been done. */
export function stateOf(
  inputs: RotationInputs,
  done: Fingerprints & { rotatedAt?: string | undefined },
): RotationState {
  return { ...rotationArguments(inputs), ...planOf(inputs), ...done };
}

/** The state when a regeneration may have happened: the plan of before, and what to verify. */
export function pendingState(
  inputs: RotationInputs,
  before: RotationPlan & Fingerprints & { rotatedAt?: string | undefined },
  key: KeyType,
): RotationState {
  const { primaryFingerprint, secondaryFingerprint, rotatedAt } = before;
  return {
    ...rotationArguments(inputs),
    ...planOf(before),
    primaryFingerprint,
    secondaryFingerprint,
    rotatedAt,
    __pending: key,
  };
}

/** The inputs that would have led to what a refresh found, so that the next preview shows found → declared. */
export function driftedInputs(id: string, found: RotationState): Properties {
  const { subscriptionId, resourceGroupName, serviceName, gatewayId } = parseResourceId(id);
  return { subscriptionId, resourceGroupName, serviceName, gatewayId, ...rotationArguments(found), ...planOf(found) };
}
