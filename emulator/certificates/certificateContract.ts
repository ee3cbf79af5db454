import { serviceResourceId, type CertificateRecord, type ServiceRecord } from "../state/emulatorState";

/** A certificate as the service answers it: never `data` or `password`; `hasPrivateKey` is undocumented (recorded). */
export function certificateContract(service: ServiceRecord, certificate: CertificateRecord): Record<string, unknown> {
  return {
    id: `${serviceResourceId(service)}/certificates/${certificate.name}`,
    type: "Microsoft.ApiManagement/service/certificates",
    name: certificate.name,
    properties: { ...certificate.facts },
  };
}
