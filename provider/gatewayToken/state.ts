import type { KeyType } from "../apim/contracts";
import { parseResourceId } from "../apim/resourceId";
import type { GatewayAddress } from "../gatewayPlace";
import type { Properties } from "../host";

interface TokenArguments {
  readonly keyType: KeyType;
  readonly validFor?: string | undefined;
  readonly renewBefore?: string | undefined;
  readonly triggers?: unknown;
}

/** After `check`. */
export interface TokenInputs extends GatewayAddress, TokenArguments {
  readonly expiresAt: string;
  /** True in the inputs that a refresh answers when the key behind the token was regenerated. */
  readonly changedOutside: boolean;
  readonly __urn?: string | undefined;
}

/** What Pulumi stores as outputs; the place is in the id. `token` is secret. */
export interface TokenState extends TokenArguments {
  readonly expiresAt: string;
  readonly changedOutside: boolean;
  readonly token: string;
}

export function asInputs(properties: Properties): TokenInputs {
  return properties as unknown as TokenInputs;
}

export function asState(properties: Properties): TokenState {
  return properties as unknown as TokenState;
}

function tokenArguments({ keyType, validFor, renewBefore, triggers }: TokenArguments): TokenArguments {
  return { keyType, validFor, renewBefore, triggers };
}

export function stateOf(inputs: TokenInputs, token: string): Properties {
  return { ...tokenArguments(inputs), expiresAt: inputs.expiresAt, changedOutside: false, token };
}

/** The inputs that would have led to what a refresh found, so that the next preview issues a new token. */
export function driftedInputs(id: string, found: TokenState): Properties {
  const { subscriptionId, resourceGroupName, serviceName, gatewayId } = parseResourceId(id);
  const { expiresAt, changedOutside } = found;
  return {
    subscriptionId,
    resourceGroupName,
    serviceName,
    gatewayId,
    ...tokenArguments(found),
    expiresAt,
    changedOutside,
  };
}
