/**
 * Credentials of Azure API Management as Pulumi resources: the certificates that a service shows to its backends, and the
 * keys and tokens of its self-hosted gateways.
 *
 * @module pulumi-apim-credentials
 */
export { Certificate } from "./certificate/resource";
export type { CertificateArgs, CertificateKeyVault, CertificateKeyVaultArgs } from "./certificate/resource";
export { GatewayKeyRotation } from "./gatewayKeyRotation/resource";
export type { GatewayKeyRotationArgs, GatewayKeyType } from "./gatewayKeyRotation/resource";
export { GatewayToken } from "./gatewayToken/resource";
export type { GatewayTokenArgs } from "./gatewayToken/resource";
