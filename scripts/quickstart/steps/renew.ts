import type { CertificateWithKey } from "../certificateFile";
import { changesIn, operate, stepFor, type Observed, type Tour } from "../tour";

/** Step 3: the up that step 2 has announced. `before` is what the first up did. */
export async function renew(
  tour: Tour,
  { renewed, before }: { renewed: CertificateWithKey; before: Observed },
  password: string,
): Promise<void> {
  const { narrator } = tour;
  narrator.step("Do it");
  const up = await operate(tour, { verb: "up", certificatePassword: password });
  narrator.verify(
    changesIn(up.requests).sort().join() === "POST gateways/edge/regenerateKey 204,PUT certificates/backend-client 200",
    "two requests changed something: one upload, one regenerateKey",
  );
  const upload = up.requests.find(({ method }) => method === "PUT");
  const entityTag = stepFor(before, "backend-client")?.new?.outputs.etag;
  narrator.verify(
    upload !== undefined && upload.headers["if-match"] === entityTag,
    `the upload said If-Match: ${String(entityTag)}, so nobody else's change could be overwritten`,
  );
  narrator.verify(up.outputs.thumbprint === renewed.thumbprint, `Azure holds ${renewed.thumbprint} now`);
  const regenerate = up.requests.find(({ path }) => path.endsWith("/regenerateKey"));
  const key = stepFor(up, "edge-key");
  const old = key?.old?.outputs;
  const now = key?.new?.outputs;
  narrator.verify(
    JSON.stringify(regenerate?.body) === '{"keyType":"primary"}' &&
      old?.primaryFingerprint !== now?.primaryFingerprint &&
      old?.secondaryFingerprint === now?.secondaryFingerprint,
    "the primary key is another one, the secondary still the same (compared before and after, not assumed)",
  );
  narrator.demandVerified();
}
