import type { ArmClient } from "../arm/client";
import { certificates } from "../apim/certificates";
import { parseResourceId } from "../apim/resourceId";
import { ArmError } from "../errors";
import type { Host, Stored } from "../host";
import { sayWaits } from "../waitMessages";
import { asState, sameKeyVault, type CertificateState } from "./state";

interface Removal {
  readonly client: ArmClient;
  readonly resourceId: string;
  readonly onWait: (text: string) => void;
}

/** DELETE with If-Match of the stored ETag. What somebody else put there meanwhile stays. */
export async function remove(host: Host, { id, state }: Stored): Promise<void> {
  const name = parseResourceId(id).certificateId ?? id;
  if (host.memory.createdIds.has(id.toLowerCase())) {
    const text = `${name}: not deleted, because this run has just created it under the same certificateId. Nothing was sent.`;
    return host.say({ severity: "info", text });
  }
  const stored = asState(state);
  const removal: Removal = { client: host.arm(), resourceId: id, onWait: sayWaits(host, { name }) };
  if (stored.etag === undefined) return removeLive(removal, stored, name);
  try {
    await certificates.delete({ ...removal, ifMatch: stored.etag });
  } catch (error) {
    if ((error as Partial<ArmError>).status !== 412) throw error;
    await removeLive(removal, stored, name);
  }
}

async function removeLive(removal: Removal, stored: CertificateState, name: string): Promise<void> {
  const live = await certificates.get(removal);
  if (live === undefined) return;
  const { thumbprint, keyVault } = live.contract.properties;
  const same = keyVault === undefined ? thumbprint === stored.thumbprint : sameKeyVault(keyVault, stored.keyVault);
  if (same && live.etag !== undefined) {
    await certificates.delete({ ...removal, ifMatch: live.etag });
    return;
  }
  throw new ArmError(
    `Certificate "${name}" was replaced outside of this stack: Azure holds thumbprint ${thumbprint}, the stack last saw ` +
      `${stored.thumbprint}. It was not deleted. Run \`pulumi refresh\` if it may go, or remove it from the stack with \`pulumi state delete\`.`,
    { code: "PreconditionFailed", operation: "Certificate delete", resourceId: removal.resourceId, status: 412 },
  );
}
