import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "../../build/checkout";
import type { CertificateWithKey } from "../certificateFile";
import { changesIn, operate, stepFor, type Observed, type Tour } from "../tour";

/** Step 1: preview and up of the program, with the certificate as it is today. Answers what the up did. */
export async function declare(tour: Tour, certificate: CertificateWithKey, password: string): Promise<Observed> {
  const { narrator } = tour;
  narrator.step("A certificate and a gateway key, as code");
  narrator.quote(await readFile(join(checkout, "examples", "quickstart", "index.ts"), "utf8"));
  narrator.say("What will be, before anything is sent: the file is opened on this machine.");
  const preview = await operate(tour, { verb: "preview", diff: true, certificatePassword: password });
  const planned = stepFor(preview, "backend-client");
  narrator.verify(
    planned?.op === "create" && planned.new?.outputs.thumbprint === certificate.thumbprint,
    `the preview already knows the thumbprint, ${certificate.thumbprint}`,
  );
  narrator.verify(preview.requests.length === 0, "it sent no request");
  narrator.say();
  const up = await operate(tour, { verb: "up", certificatePassword: password });
  narrator.verify(
    changesIn(up.requests).join() === "PUT certificates/backend-client 201",
    "the certificate was uploaded once, and nothing else was changed",
  );
  narrator.verify(
    up.outputs.thumbprint === certificate.thumbprint,
    "Azure answers with the thumbprint that the file has",
  );
  narrator.verify(
    stepFor(up, "edge-key")?.new?.outputs.rotationCount === 0,
    "the gateway's keys are on record; none was regenerated, so nobody's token broke",
  );
  narrator.demandVerified();
  return up;
}
