import type { EmulatorClock } from "../emulatorClock";
import type { Application, Applications } from "./applications";
import { isSignedBy, readToken, timeVerdict, type ReadToken } from "./jsonWebToken";
import { signInRefusals } from "./signInRefusal";

interface CredentialCheck {
  readonly form: URLSearchParams;
  readonly tenant: string;
  readonly applications: Applications;
  readonly clock: EmulatorClock;
}

function checkSecret(application: Application | undefined, clientId: string, { form, clock }: CredentialCheck): void {
  if (application === undefined) return;
  if (application.secret !== form.get("client_secret")) throw signInRefusals.wrongSecret(clientId);
  if (application.secretExpiresAtMs <= clock.nowMs()) throw signInRefusals.expiredSecret(clientId);
}

function checkIssuer(application: Application, assertion: ReadToken): void {
  const { iss, sub } = assertion.claims;
  const [issuer, subject] = [String(iss), String(sub)];
  if (issuer === application.clientId) {
    const key = application.certificate?.publicKey;
    if (key === undefined || !isSignedBy(assertion, key)) throw signInRefusals.wrongCertificate();
    return;
  }
  // The issuer's own signature is not checked: its keys would have to be fetched over the network.
  if (application.federated?.issuer !== issuer || application.federated.subject !== subject) {
    throw signInRefusals.noFederatedRecord(issuer, subject);
  }
}

function checkAssertion(application: Application | undefined, { form, clock }: CredentialCheck): void {
  const assertion = readToken(form.get("client_assertion") ?? "");
  if (assertion === undefined) throw signInRefusals.malformedAssertion();
  if (timeVerdict(assertion, clock.nowMs()) !== "valid") throw signInRefusals.assertionOutOfTime();
  if (application !== undefined) checkIssuer(application, assertion);
}

/** Checks who asks for a token: a secret, a certificate's assertion, or a federated one. @throws SignInRefusal */
export function checkClientCredentials(check: CredentialCheck): { clientId: string; method: "secret" | "assertion" } {
  const { form, tenant, applications } = check;
  const grant = form.get("grant_type") ?? "";
  if (grant !== "client_credentials") throw signInRefusals.unsupportedGrant(grant);
  const clientId = form.get("client_id") ?? "";
  const application = applications.find(clientId);
  if (application === undefined && !applications.open) throw signInRefusals.unknownApplication(clientId, tenant);
  if (form.get("client_assertion") !== null) {
    checkAssertion(application, check);
    return { clientId, method: "assertion" };
  }
  if (form.get("client_secret") === null) throw signInRefusals.noCredential();
  checkSecret(application, clientId, check);
  return { clientId, method: "secret" };
}
