import type { ArmClient, ArmRequest, ArmResponse } from "../arm/client";
import { advise } from "./advice";
import { isServiceLocked } from "./serviceLock";

/** What every operation is given. */
export interface Target {
  readonly client: ArmClient;
  /** ARM resource id of the certificate or gateway. */
  readonly resourceId: string;
  /** Told once when a wait is longer than ten seconds. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Sends a request with what is common to all operations of API Management: its lock answers, and advice about its errors. */
export function call(target: Target, request: Omit<ArmRequest, "resourceId" | "onWait">): Promise<ArmResponse> {
  const { client, resourceId, onWait } = target;
  return client.send({
    isLocked: isServiceLocked,
    advise: (error) => advise(resourceId, error),
    ...request,
    resourceId,
    ...(onWait && { onWait }),
  });
}
