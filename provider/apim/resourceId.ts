import { quoted } from "../quoted";

/** Where an API Management service is. */
export interface ServiceAddress {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly serviceName: string;
}

/** The parts of an ARM resource id of this package's resources. */
export interface ResourceAddress extends ServiceAddress {
  readonly certificateId?: string;
  readonly gatewayId?: string;
}

const PATTERN =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)(?:\/(certificates|gateways)\/([^/]+))?\/?$/i;

/** The ARM resource id of a certificate: names as they are, nothing percent-encoded. */
export function certificateResourceId(address: ServiceAddress & { readonly certificateId: string }): string {
  return `${serviceResourceId(address)}/certificates/${address.certificateId}`;
}

/** The ARM resource id of a self-hosted gateway: names as they are, nothing percent-encoded. */
export function gatewayResourceId(address: ServiceAddress & { readonly gatewayId: string }): string {
  return `${serviceResourceId(address)}/gateways/${address.gatewayId}`;
}

/**
 * Takes an ARM resource id of a service, certificate or gateway apart. Azure answers its fixed words in any case.
 *
 * @throws Error when the text is no such id: ids come from this package's own state.
 */
export function parseResourceId(id: string): ResourceAddress {
  const [, subscriptionId, resourceGroupName, serviceName, kind, name] = PATTERN.exec(id) ?? [];
  if (subscriptionId === undefined || resourceGroupName === undefined || serviceName === undefined) {
    throw new Error(
      `${quoted(id)} is not the resource id of an API Management service, certificate or gateway: the stored state is damaged, see \`pulumi stack export\``,
    );
  }
  const service = { subscriptionId, resourceGroupName, serviceName };
  if (kind === undefined || name === undefined) return service;
  return kind.toLowerCase() === "certificates" ? { ...service, certificateId: name } : { ...service, gatewayId: name };
}

/** Whether two ids name the same resource: Azure ignores letter case. */
export function sameResource(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function serviceResourceId({ subscriptionId, resourceGroupName, serviceName }: ServiceAddress): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.ApiManagement/service/${serviceName}`;
}
