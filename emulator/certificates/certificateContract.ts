import { serviceResourceId, type CertificateRecord, type ServiceRecord } from "../state/emulatorState";

/** A certificate as the service answers it: never `data` or `password`; `hasPrivateKey` is undocumented (recorded). */
export function certificateContract(service: ServiceRecord, certificate: CertificateRecord): Record<string, unknown> {
  return {
    id: `${serviceResourceId(service)}/certificates/${certificate.name}`,
    type: "Microsoft.ApiManagement/service/certificates",
    name: certificate.name,
    properties: certificateProperties(certificate),
  };
}

function certificateProperties({ facts, keyVault }: CertificateRecord): Record<string, unknown> {
  if (keyVault === undefined) return { ...facts };
  const { secretIdentifier, identityClientId, lastStatus } = keyVault;
  return { ...facts, keyVault: { secretIdentifier, identityClientId, lastStatus } };
}

/** refreshSecret's real body: not wrapped in `properties`, with a short id (recorded; the spec has it otherwise). */
export function refreshedContract(certificate: CertificateRecord): Record<string, unknown> {
  return { id: `/certificates/${certificate.name}`, ...certificateProperties(certificate) };
}
