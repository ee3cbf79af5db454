import { certificates } from "../apim/certificates";
import { parseResourceId } from "../apim/resourceId";
import type { Host, ReadAnswer, Stored } from "../host";
import { sayWaits } from "../waitMessages";
import { certificateTitle, liveWarnings } from "./messages";
import { asState, driftedInputs, sameKeyVault, stateOf, type CertificateState } from "./state";

/** The live certificate. One replaced by hand comes with inputs, so that the next preview shows found → declared. */
export async function read(host: Host, { id, state }: Stored): Promise<ReadAnswer | undefined> {
  const name = parseResourceId(id).certificateId ?? id;
  const onWait = sayWaits(host, { name });
  const live = await certificates.get({ client: host.arm(), resourceId: id, onWait });
  if (live === undefined) return undefined;
  const stored = asState(state);
  const found = asState(stateOf(stored, live));
  for (const warning of liveWarnings(host, stored, found)) {
    await host.say({ severity: "warning", text: `${name}: ${warning}` });
  }
  const sameSource = sameKeyVault(stored.keyVault, found.keyVault);
  // A resource that is only looked up (`id` among its options) has no stored certificate to compare with.
  if (sameSource && (found.thumbprint === stored.thumbprint || !("thumbprint" in state)))
    return { state: { ...found } };
  if (sameSource && found.keyVault !== undefined) {
    await host.say({ severity: "info", text: `${name}: Key Vault renewed ${renewal(stored, found)}` });
    return { state: { ...found } };
  }
  return { state: { ...found }, inputs: driftedInputs({ id, state: stored }, found) };
}

function renewal(stored: CertificateState, found: CertificateState): string {
  return `the certificate with thumbprint ${stored.thumbprint}: now ${certificateTitle(found)}, valid until ${found.expirationDate}`;
}
