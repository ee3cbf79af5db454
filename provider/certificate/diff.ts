import { isDeepStrictEqual } from "node:util";
import type { Change, DiffAnswer } from "../host";
import { movedArguments } from "../place";
import { asInputs, asState, sameKeyVault, type CertificateInputs, type CertificateState } from "./state";

/** Compares what is stored with what is declared by thumbprint or Key Vault settings, never by bytes. */
export function diff({ id, state, inputs }: Change): DiffAnswer {
  const replaces = movedArguments(id, inputs, ["subscriptionId", "resourceGroupName", "serviceName", "certificateId"]);
  if (replaces.length > 0) return { changes: true, replaces };
  const [stored, wanted] = [asState(state), asInputs(inputs)];
  return { changes: needsUpload(stored, wanted) || needsRefresh(stored, wanted) };
}

export function needsUpload(stored: CertificateState, wanted: CertificateInputs): boolean {
  if (!sameKeyVault(stored.keyVault, wanted.keyVault)) return true;
  return wanted.keyVault === undefined && stored.thumbprint !== wanted.thumbprint;
}

/** Changed triggers ask Key Vault again, unless an upload does so anyway. */
export function needsRefresh(stored: CertificateState, wanted: CertificateInputs): boolean {
  return wanted.keyVault !== undefined && !isDeepStrictEqual(stored.refreshTriggers, wanted.refreshTriggers);
}
