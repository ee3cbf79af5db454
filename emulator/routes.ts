import {
  createOrUpdateCertificate,
  deleteCertificate,
  getCertificate,
  headCertificate,
  listCertificates,
  refreshCertificateSecret,
} from "./certificates/certificateOperations";
import { generateGatewayToken, listGatewayKeys, regenerateGatewayKey } from "./gateways/gatewayKeyOperations";
import {
  createOrUpdateGateway,
  deleteGateway,
  getGateway,
  headGateway,
  listGateways,
  updateGateway,
} from "./gateways/gatewayOperations";
import type { Operation, Route } from "./server/operation";
import {
  createOrUpdateService,
  deleteService,
  getService,
  headService,
  updateService,
} from "./services/serviceOperations";
import {
  getProvider,
  getResourceGroup,
  getSubscription,
  listProviders,
  listSubscriptions,
} from "./subscriptions/subscriptionOperations";

const subscription = "/subscriptions/{subscriptionId}";
const resourceGroup = `${subscription}/resourceGroups/{resourceGroupName}`;
const service = `${resourceGroup}/providers/Microsoft.ApiManagement/service/{serviceName}`;
const certificate = `${service}/certificates/{certificateId}`;
const gateway = `${service}/gateways/{gatewayId}`;

function routesOf(versions: Route["versions"], rows: readonly [string, string, string, Operation][]): Route[] {
  return rows.map(([method, path, operationId, run]) => ({ method, path, operationId, versions, run }));
}

/** Every operation there is; whatever is not here is answered with 501. */
export const routes: readonly Route[] = [
  ...routesOf("arm", [
    ["GET", "/subscriptions", "Subscriptions_List", listSubscriptions],
    ["GET", subscription, "Subscriptions_Get", getSubscription],
    ["GET", `${subscription}/providers`, "Providers_List", listProviders],
    ["GET", `${subscription}/providers/Microsoft.ApiManagement`, "Providers_Get", getProvider],
    ["GET", resourceGroup, "ResourceGroups_Get", getResourceGroup],
  ]),
  ...routesOf("apim", [
    ["PUT", service, "ApiManagementService_CreateOrUpdate", createOrUpdateService],
    ["GET", service, "ApiManagementService_Get", getService],
    ["HEAD", service, "ApiManagementService_CheckExistence", headService],
    ["PATCH", service, "ApiManagementService_Update", updateService],
    ["DELETE", service, "ApiManagementService_Delete", deleteService],
    ["GET", `${service}/certificates`, "Certificate_ListByService", listCertificates],
    ["HEAD", certificate, "Certificate_GetEntityTag", headCertificate],
    ["GET", certificate, "Certificate_Get", getCertificate],
    ["PUT", certificate, "Certificate_CreateOrUpdate", createOrUpdateCertificate],
    ["DELETE", certificate, "Certificate_Delete", deleteCertificate],
    ["POST", `${certificate}/refreshSecret`, "Certificate_RefreshSecret", refreshCertificateSecret],
    ["GET", `${service}/gateways`, "Gateway_ListByService", listGateways],
    ["HEAD", gateway, "Gateway_GetEntityTag", headGateway],
    ["GET", gateway, "Gateway_Get", getGateway],
    ["PUT", gateway, "Gateway_CreateOrUpdate", createOrUpdateGateway],
    ["PATCH", gateway, "Gateway_Update", updateGateway],
    ["DELETE", gateway, "Gateway_Delete", deleteGateway],
    ["POST", `${gateway}/listKeys`, "Gateway_ListKeys", listGatewayKeys],
    ["POST", `${gateway}/regenerateKey`, "Gateway_RegenerateKey", regenerateGatewayKey],
    ["POST", `${gateway}/generateToken`, "Gateway_GenerateToken", generateGatewayToken],
  ]),
];
