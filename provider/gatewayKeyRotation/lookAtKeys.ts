import { gateways } from "../apim/gateways";
import { parseResourceId } from "../apim/resourceId";
import type { Host } from "../host";
import { sayWaits } from "../waitMessages";
import { fingerprintsOf, type Fingerprints } from "./state";

/** The fingerprints of a gateway's live keys; waits are said on the row of `urn`, or on the stack's without it. */
export async function lookAtKeys(host: Host, id: string, urn?: string): Promise<Fingerprints> {
  const onWait = sayWaits(host, { name: `gateway "${parseResourceId(id).gatewayId ?? id}"`, urn });
  return fingerprintsOf(await gateways.listKeys({ client: host.arm(), resourceId: id, onWait }));
}
