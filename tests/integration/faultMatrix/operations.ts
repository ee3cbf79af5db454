import { certificates } from "../../../provider/apim/certificates";
import { gateways } from "../../../provider/apim/gateways";
import { certificatePath, gatewayPath, newFile, oldFile, type Lab, type ServiceState } from "./lab";

/** One row of the matrix. */
export interface OperationRow {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** The status of its success. */
  readonly status: number;
  readonly repeatability: "read" | "safe" | "create" | "update" | "delete" | "look-first";
  /** Brings the service into the state that the operation starts from. */
  readonly prepare: (lab: Lab) => Promise<void>;
  readonly run: (lab: Lab) => Promise<unknown>;
  /** What a success answers, given the state of the service before. */
  readonly answers: (before: ServiceState) => unknown;
  /** How often the service has carried it out. */
  readonly timesDone: (before: ServiceState, after: ServiceState) => number | undefined;
}

const nothing = (): Promise<void> => Promise.resolve();
const upload = async (lab: Lab): Promise<void> => {
  await lab.uploadOldFile();
};
const target = (lab: Lab, resourceId: string): { client: Lab["client"]; resourceId: string; onWait: Lab["onWait"] } => {
  const { client, onWait } = lab;
  return { client, resourceId, onWait };
};
const certificateWrites = (before: ServiceState, after: ServiceState): number =>
  after.thumbprint === before.thumbprint && after.certificateRevision === before.certificateRevision ? 0 : 1;
const contract = (thumbprint: string): unknown =>
  expect.objectContaining({ properties: expect.objectContaining({ thumbprint }) as unknown });
const etag = expect.stringMatching(/^".+"$/) as unknown;
const unknowable = (): undefined => undefined;
const properties = { data: newFile.base64, password: "new" };

export const operations: readonly OperationRow[] = [
  {
    name: "Certificate get",
    method: "GET",
    path: certificatePath,
    status: 200,
    repeatability: "read",
    prepare: upload,
    run: (lab) => certificates.get(target(lab, certificatePath)),
    answers: () => ({ etag, contract: contract(oldFile.thumbprint) }),
    timesDone: unknowable,
  },
  {
    name: "Certificate look-up",
    method: "HEAD",
    path: certificatePath,
    status: 200,
    repeatability: "read",
    prepare: upload,
    run: (lab) => certificates.getEntityTag(target(lab, certificatePath)),
    answers: () => etag,
    timesDone: unknowable,
  },
  {
    name: "Certificate create",
    method: "PUT",
    path: certificatePath,
    status: 201,
    repeatability: "create",
    prepare: nothing,
    run: (lab) => certificates.createOrUpdate({ ...target(lab, certificatePath), properties }),
    answers: () => ({ created: true, etag, contract: contract(newFile.thumbprint) }),
    timesDone: certificateWrites,
  },
  {
    name: "Certificate update",
    method: "PUT",
    path: certificatePath,
    status: 200,
    repeatability: "update",
    prepare: upload,
    run: async (lab) => {
      const ifMatch = (await lab.caller.arm("HEAD", certificatePath)).headers.get("etag") ?? "";
      await lab.caller.control("DELETE", "journal");
      return certificates.createOrUpdate({ ...target(lab, certificatePath), properties, ifMatch });
    },
    answers: () => ({ created: false, etag, contract: contract(newFile.thumbprint) }),
    timesDone: (before, after) => Number(after.certificateRevision - before.certificateRevision),
  },
  {
    name: "Certificate delete",
    method: "DELETE",
    path: certificatePath,
    status: 200,
    repeatability: "delete",
    prepare: upload,
    run: (lab) => certificates.delete({ ...target(lab, certificatePath), ifMatch: "*" }),
    answers: () => "deleted",
    timesDone: (_before, after) => (after.thumbprint === undefined ? 1 : 0),
  },
  {
    name: "Certificate refresh from Key Vault",
    method: "POST",
    path: `${certificatePath}/refreshSecret`,
    status: 200,
    repeatability: "safe",
    prepare: (lab) => lab.fetchFromVault(),
    run: (lab) => certificates.refreshSecret(target(lab, certificatePath)),
    answers: () => undefined,
    timesDone: unknowable,
  },
  {
    name: "Gateway get",
    method: "GET",
    path: gatewayPath,
    status: 200,
    repeatability: "read",
    prepare: nothing,
    run: (lab) => gateways.get(target(lab, gatewayPath)),
    answers: () => ({ etag, contract: expect.objectContaining({ name: "gw1" }) as unknown }),
    timesDone: unknowable,
  },
  {
    name: "Gateway list keys",
    method: "POST",
    path: `${gatewayPath}/listKeys`,
    status: 200,
    repeatability: "read",
    prepare: nothing,
    run: (lab) => gateways.listKeys(target(lab, gatewayPath)),
    answers: ({ primary, secondary }) => ({ primary, secondary, etag }),
    timesDone: unknowable,
  },
  {
    name: "Gateway regenerate key",
    method: "POST",
    path: `${gatewayPath}/regenerateKey`,
    status: 204,
    repeatability: "look-first",
    prepare: nothing,
    run: (lab) => gateways.regenerateKey({ ...target(lab, gatewayPath), keyType: "primary" }),
    answers: () => undefined,
    timesDone: (before, after) => {
      expect(after.secondary).toBe(before.secondary);
      const times = Number(after.gatewayRevision - before.gatewayRevision);
      expect(after.primary === before.primary).toBe(times === 0);
      return times;
    },
  },
  {
    name: "Gateway generate token",
    method: "POST",
    path: `${gatewayPath}/generateToken`,
    status: 200,
    repeatability: "read",
    prepare: nothing,
    run: (lab) => gateways.generateToken({ ...target(lab, gatewayPath), keyType: "primary", expiry: tomorrow() }),
    answers: () => expect.stringMatching(/^gw1&\d{12}&/) as unknown,
    timesDone: unknowable,
  },
];

// The emulator's clock is the machine's.
function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
}
