import { SERVICE } from "../../support/emulator";
import { certificateLifecycle } from "../../../provider/certificate/lifecycle";
import { makePkcs12 } from "../../support/pkcs12";
import { args, texts, useScene, type Scene } from "./scene";

const scene = useScene();
const VAULT = "https://kv.vault.azure.net";
const SECRET = `${VAULT}/secrets/api`;
const CLIENT_ID = "aaaaaaaa-1111-2222-3333-444444444444";
const first = makePkcs12({ commonName: "first.contoso.com" });
const renewed = makePkcs12({ commonName: "renewed.contoso.com" });

const GROUP = SERVICE.slice(0, SERVICE.indexOf("/providers/"));
const keyVault = { secretIdentifier: SECRET, identityClientId: CLIENT_ID };

interface VaultSecret {
  readonly versionedIdentifier: string;
}

async function putInVault({ emulator }: Scene, file: typeof first): Promise<VaultSecret> {
  return (await emulator.control("POST", "vault-secrets", {
    secretIdentifier: SECRET,
    data: file.base64,
    password: "",
  })) as VaultSecret;
}

beforeEach(async () => {
  const { emulator } = scene();
  await emulator.control("POST", "identities", {
    service: SERVICE,
    resourceId: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`,
    clientId: CLIENT_ID,
  });
  await emulator.control("POST", "vault-access", { vault: VAULT, clientId: CLIENT_ID });
  await putInVault(scene(), first);
  await emulator.clearJournal();
});

test("create: HEAD and PUT; the thumbprint comes from Azure", async () => {
  const { certificate, emulator } = scene();
  expect(await certificate.up(args({ keyVault }))).toEqual({ step: "create", failures: [] });
  expect(await emulator.requests()).toEqual(["HEAD certificates/api 404", "PUT certificates/api 201"]);
  expect(certificate.saved?.outputs).toMatchObject({
    thumbprint: first.thumbprint,
    keyVault: { ...keyVault, lastStatus: { code: "Success" } },
  });
  expect((await certificate.up(args({ keyVault }))).step).toBe("same");
});

test("a versioned identifier: a warning that it is never refreshed", async () => {
  const { versionedIdentifier: secretIdentifier } = await putInVault(scene(), first);
  expect(await scene().certificate.up(args({ keyVault: { ...keyVault, secretIdentifier } }))).toMatchObject({
    step: "create",
  });
  expect(texts(scene())).toContain("Azure will never refresh this certificate");
});

test("refreshTriggers: refreshSecret and a GET; the new thumbprint is stored and said", async () => {
  const { certificate, emulator } = scene();
  await certificate.up(args({ keyVault, refreshTriggers: 1 }));
  await putInVault(scene(), renewed);
  await emulator.clearJournal();
  expect((await certificate.up(args({ keyVault, refreshTriggers: 2 }))).step).toBe("update");
  expect(await emulator.requests()).toEqual(["POST certificates/api/refreshSecret 200", "GET certificates/api 200"]);
  expect(certificate.saved?.outputs).toMatchObject({ thumbprint: renewed.thumbprint });
  expect(texts(scene())).toContain(`refreshed from Key Vault: thumbprint ${first.thumbprint} → ${renewed.thumbprint}`);
  expect((await certificate.up(args({ keyVault, refreshTriggers: 2 }))).step).toBe("same");
});

test("renewed by Azure itself: refresh stores and says it, and the next up does nothing", async () => {
  const { certificate, emulator } = scene();
  await certificate.up(args({ keyVault }));
  await putInVault(scene(), renewed);
  await emulator.arm("POST", "/certificates/api/refreshSecret");
  await certificate.refresh();
  expect(certificate.saved?.outputs).toMatchObject({ thumbprint: renewed.thumbprint });
  expect(texts(scene())).toContain("Key Vault renewed the certificate");
  expect((await certificate.up(args({ keyVault }))).step).toBe("same");
});

test("a vault that can no longer be read: refresh warns with Azure's last status, and the next up does nothing", async () => {
  const { certificate, emulator } = scene();
  await certificate.up(args({ keyVault }));
  await emulator.control("DELETE", "vault-secrets", { secretIdentifier: SECRET });
  await emulator.clock({ advance: "PT5H" });
  await certificate.refresh();
  expect(texts(scene())).toContain("warning: api: Azure could not read it from Key Vault: SecretNotFound");
  expect((await certificate.up(args({ keyVault }))).step).toBe("same");
});

test("moving between data and keyVault is an update in place, both ways", async () => {
  const { certificate } = scene();
  await certificate.up(args({ data: renewed.base64 }));
  expect((await certificate.up(args({ keyVault }))).step).toBe("update");
  expect(certificate.saved?.outputs).toMatchObject({ thumbprint: first.thumbprint });
  expect((await certificate.up(args({ keyVault }))).step).toBe("same");
  expect((await certificate.up(args({ data: renewed.base64 }))).step).toBe("update");
  expect(certificate.saved?.outputs).toMatchObject({ thumbprint: renewed.thumbprint });
  expect(certificate.saved?.outputs).not.toHaveProperty("keyVault");
});

test("another identity: an update", async () => {
  const { certificate } = scene();
  await certificate.up(args({ keyVault }));
  expect(
    (await certificate.up(args({ keyVault: { ...keyVault, identityClientId: CLIENT_ID.toUpperCase() } }))).step,
  ).toBe("same");
  const { id = "", outputs = {}, inputs = {} } = certificate.saved ?? {};
  const other = { ...inputs, keyVault: { secretIdentifier: SECRET } };
  expect(certificateLifecycle.diff({ id, state: outputs, inputs: other })).toEqual({ changes: true });
});

test("an uploaded certificate in place of the vault's is drift, put back by the next up", async () => {
  const { certificate, emulator } = scene();
  await certificate.up(args({ keyVault }));
  const body = { properties: { data: renewed.base64, password: "" } };
  await emulator.arm("PUT", "/certificates/api", { body, ifMatch: "*" });
  await certificate.refresh();
  expect((await certificate.up(args({ keyVault }))).step).toBe("update");
  expect(certificate.saved?.outputs).toMatchObject({ keyVault, thumbprint: first.thumbprint });
});

test("access that never comes: bounded waiting, then an error that says what is missing", async () => {
  const { certificate, emulator } = scene();
  await emulator.control("POST", "vault-access", { vault: VAULT, clientId: CLIENT_ID, revoke: true });
  const { step, failures } = await certificate.up(args({ keyVault }));
  expect(step).toBe("failed");
  expect(failures.join()).toMatch(/key vault|identity/i);
});
