import type { CertificateWithKey } from "../certificateFile";
import { operate, stepFor, type Tour } from "../tour";

/** Step 2: the renewed certificate is in the same file and the trigger has changed; what would happen? */
export async function previewRenewal(
  tour: Tour,
  { current, renewed }: { current: CertificateWithKey; renewed: CertificateWithKey },
  password: string,
): Promise<void> {
  const { narrator } = tour;
  narrator.step("The certificate was renewed, and the key is due: what would happen?");
  narrator.say("A new certificate is in the same file, and the stack's `rotation` went from 2026-Q3 to 2026-Q4.");
  const preview = await operate(tour, { verb: "preview", diff: true, certificatePassword: password });
  const certificate = stepFor(preview, "backend-client");
  narrator.verify(certificate?.op === "update", "the certificate is updated in place");
  for (const property of ["thumbprint", "subject", "expirationDate"] as const) {
    narrator.verify(
      certificate?.old?.outputs[property] === current[property] &&
        certificate.new?.inputs[property] === renewed[property],
      `${property}: ${current[property]} → ${renewed[property]}`,
    );
  }
  const rotation = stepFor(preview, "edge-key");
  narrator.verify(
    rotation?.op === "update" &&
      rotation.new?.inputs.lastRotatedKeyType === "primary" &&
      rotation.new.inputs.lastRotationReason === "trigger" &&
      rotation.new.inputs.rotationCount === 1,
    "the gateway's primary key would be regenerated, because of the trigger",
  );
  narrator.verify(preview.requests.length === 0, "nothing was sent");
  narrator.demandVerified();
}
