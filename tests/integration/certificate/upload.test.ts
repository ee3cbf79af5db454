import { makePkcs12, reexport } from "../../support/pkcs12";
import { args, liveThumbprint, texts, uploadByHand, useScene, written } from "./scene";

const scene = useScene();
const first = makePkcs12({ commonName: "api.contoso.com", password: "one" });
const second = makePkcs12({ commonName: "api.contoso.com", password: "two" });
const stranger = makePkcs12({ commonName: "stranger.contoso.com" });

function declared(file: typeof first, password: string): Record<string, unknown> {
  return args({ data: file.base64, password });
}

describe("requests", () => {
  test("create 2, no change 0, refresh 1, update 1, delete 1", async () => {
    const { certificate, emulator } = scene();
    const requestsOf = async (run: Promise<unknown>): Promise<string[]> => {
      await emulator.clearJournal();
      await run;
      return emulator.requests();
    };
    expect(await requestsOf(certificate.up(declared(first, "one")))).toEqual([
      "HEAD certificates/api 404",
      "PUT certificates/api 201",
    ]);
    expect(await requestsOf(certificate.up(declared(first, "one")))).toEqual([]);
    expect(await requestsOf(certificate.refresh())).toEqual(["GET certificates/api 200"]);
    expect(await requestsOf(certificate.up(declared(second, "two")))).toEqual(["PUT certificates/api 200"]);
    expect(await requestsOf(certificate.destroy())).toEqual(["DELETE certificates/api 200"]);
  });

  test("an update sends the stored ETag, quotes included", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    const { etag } = certificate.saved?.outputs ?? {};
    await emulator.clearJournal();
    await certificate.up(declared(second, "two"));
    expect((await emulator.journal()).map(({ headers }) => headers["if-match"])).toEqual([etag]);
    expect(etag).toMatch(/^".+"$/);
  });
});

describe("what counts as a change", () => {
  test.each([
    {
      name: "the same certificate, exported again under another password",
      next: () => declared(reexport(first, "other"), "other"),
      step: "same",
    },
    {
      name: "other arguments without effect",
      next: () => ({ ...declared(first, "one"), expiryWarningDays: 7, adoptExisting: true }),
      step: "same",
    },
    {
      name: "letter case of the place",
      next: () => ({ ...declared(first, "one"), serviceName: "CONTOSO", certificateId: "API" }),
      step: "same",
    },
    { name: "another certificate", next: () => declared(second, "two"), step: "update" },
    { name: "another id", next: () => ({ ...declared(first, "one"), certificateId: "api2" }), step: "replace" },
  ])("$name: $step", async ({ next, step }) => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    expect((await certificate.up(next())).step).toBe(step);
  });

  test("from data to a file with the same certificate: nothing", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    const dataFile = await written(scene(), "api.pfx", first);
    expect((await certificate.up(args({ dataFile, password: "one" }))).step).toBe("same");
  });

  test("the preview's message names both thumbprints and both expiries", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    await certificate.up(declared(second, "two"));
    expect(texts(scene())).toContain(
      `info: api: thumbprint ${first.thumbprint} (valid until ${first.expirationDate}) → ${second.thumbprint} (valid until ${second.expirationDate})`,
    );
  });
});

describe("drift", () => {
  test("replaced by hand: shown by refresh as found → declared, put back by the next up", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    await uploadByHand(scene(), stranger);
    await certificate.refresh();
    expect(certificate.saved).toMatchObject({
      inputs: { thumbprint: stranger.thumbprint },
      outputs: { thumbprint: stranger.thumbprint },
    });
    expect((await certificate.up(declared(first, "one"))).step).toBe("update");
    expect(await liveThumbprint(scene())).toBe(first.thumbprint);
    await certificate.refresh();
    expect((await certificate.up(declared(first, "one"))).step).toBe("same");
  });

  test("replaced by hand, with data ignored by ignoreChanges: what is live stays", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    await uploadByHand(scene(), stranger);
    await certificate.refresh();
    // The engine hands the stored value of an ignored argument to check.
    const ignored = { ...declared(second, "two"), data: certificate.saved?.inputs.data };
    expect((await certificate.up(ignored)).step).toBe("same");
    expect(await liveThumbprint(scene())).toBe(stranger.thumbprint);
  });

  test("deleted by hand: gone on refresh, created again by the next up", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await emulator.arm("DELETE", "/certificates/api", { ifMatch: "*" });
    await certificate.refresh();
    expect(certificate.saved).toBeUndefined();
    expect((await certificate.up(declared(first, "one"))).step).toBe("create");
  });

  test("not to be read for lack of rights: an error, not gone", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    const body = { error: { code: "AuthorizationFailed", message: "The client does not have authorization" } };
    await emulator.faults({ match: { method: "GET" }, times: 1, fault: { status: 403, body } });
    await expect(certificate.refresh()).rejects.toThrow(/AuthorizationFailed/);
    expect(certificate.saved).toBeDefined();
  });
});

describe("a stale ETag", () => {
  /** Somebody changes the entity without our refresh: only its ETag, or its certificate too. */
  async function touched(file: typeof first): Promise<void> {
    await uploadByHand(scene(), file);
    await scene().emulator.clearJournal();
  }

  test("update, nothing that matters changed: once more with the live ETag", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await touched(first);
    expect((await certificate.up(declared(second, "two"))).step).toBe("update");
    expect(await emulator.requests()).toEqual([
      "PUT certificates/api 412",
      "GET certificates/api 200",
      "PUT certificates/api 200",
    ]);
  });

  test("update, already as wanted: nothing more is sent", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await touched(second);
    expect((await certificate.up(declared(second, "two"))).step).toBe("update");
    expect(await emulator.requests()).toEqual(["PUT certificates/api 412", "GET certificates/api 200"]);
  });

  test("update, somebody else's certificate: stops, names all three, leaves it alone", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    await touched(stranger);
    const { step, failures } = await certificate.up(declared(second, "two"));
    expect(step).toBe("failed");
    for (const { thumbprint } of [first, second, stranger]) expect(failures.join()).toContain(thumbprint);
    expect(await liveThumbprint(scene())).toBe(stranger.thumbprint);
  });

  test("update, deleted meanwhile: created again, and said", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await emulator.arm("DELETE", "/certificates/api", { ifMatch: "*" });
    expect((await certificate.up(declared(second, "two"))).step).toBe("update");
    expect(await liveThumbprint(scene())).toBe(second.thumbprint);
    expect(texts(scene())).toContain("had been deleted outside; created again");
  });

  test("delete, the same certificate: once more with the live ETag", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await touched(first);
    await certificate.destroy();
    expect(await emulator.requests()).toEqual([
      "DELETE certificates/api 412",
      "GET certificates/api 200",
      "DELETE certificates/api 200",
    ]);
  });

  test("delete, somebody else's certificate: stops and names both", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    await touched(stranger);
    await expect(certificate.destroy()).rejects.toThrow(new RegExp(`${stranger.thumbprint}.*${first.thumbprint}`, "s"));
    expect(await liveThumbprint(scene())).toBe(stranger.thumbprint);
  });

  test("delete, still in use: Azure says by what, and the resource stays in the stack", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    const message = "Certificate is in use by backend 'orders'.";
    const body = { error: { code: "ValidationError", message, details: [] } };
    await emulator.faults({ match: { method: "DELETE" }, times: 1, fault: { status: 400, body } });
    await expect(certificate.destroy()).rejects.toThrow(/certificates\/api failed.*in use by backend 'orders'/s);
    expect(certificate.saved).toBeDefined();
  });

  test("delete, not there: done", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await emulator.arm("DELETE", "/certificates/api", { ifMatch: "*" });
    await certificate.destroy();
  });
});

describe("one that exists already", () => {
  test("is refused, with the way to adopt it", async () => {
    await uploadByHand(scene(), first);
    const { step, failures } = await scene().certificate.up(declared(second, "two"));
    expect({ step, text: failures.join() }).toEqual({
      step: "failed",
      text: expect.stringContaining("adoptExisting: true") as string,
    });
    expect(await liveThumbprint(scene())).toBe(first.thumbprint);
  });

  test("adopted, the same thumbprint: no upload", async () => {
    const { certificate, emulator } = scene();
    await uploadByHand(scene(), first);
    await emulator.clearJournal();
    expect((await certificate.up({ ...declared(first, "one"), adoptExisting: true })).step).toBe("create");
    expect(await emulator.requests()).toEqual(["HEAD certificates/api 200", "GET certificates/api 200"]);
    expect(texts(scene())).toContain(`already holds thumbprint ${first.thumbprint}, nothing was uploaded`);
  });

  test("adopted, another thumbprint: uploaded with If-Match, and both are named", async () => {
    const { certificate, emulator } = scene();
    await uploadByHand(scene(), stranger);
    await emulator.clearJournal();
    await certificate.up({ ...declared(first, "one"), adoptExisting: true });
    const [, , put] = await emulator.journal();
    expect(put?.headers["if-match"]).toMatch(/^".+"$/);
    expect(texts(scene())).toMatch(new RegExp(`${stranger.thumbprint} was replaced by ${first.thumbprint}`));
  });

  test("appeared between the look and the upload: refused, and not overwritten", async () => {
    const { certificate, emulator } = scene();
    await uploadByHand(scene(), stranger);
    await emulator.faults({ match: { method: "HEAD" }, times: 1, fault: { status: 404 } });
    const { failures } = await certificate.up(declared(first, "one"));
    expect(failures.join()).toContain('Certificate "api" already exists');
    expect(await liveThumbprint(scene())).toBe(stranger.thumbprint);
  });

  test("a create answered 200 replaced something: said loudly", async () => {
    const { certificate, emulator } = scene();
    await uploadByHand(scene(), first);
    const { body } = await emulator.arm("GET", "/certificates/api");
    await emulator.faults(
      { match: { method: "HEAD" }, times: 1, fault: { status: 404 } },
      { match: { method: "PUT" }, times: 1, fault: { status: 200, headers: { ETag: '"AAAAAAAAAAE="' }, body } },
    );
    expect((await certificate.up(declared(first, "one"))).step).toBe("create");
    expect(texts(scene())).toContain("warning: api: Azure answered that this upload REPLACED a certificate");
  });

  test("a forced replacement under the same id: refused, with deleteBeforeReplace as the way", async () => {
    const { certificate } = scene();
    await certificate.up(declared(first, "one"));
    const { failures } = await certificate.forceReplacement(declared(first, "one"));
    expect(failures.join()).toContain("deleteBeforeReplace");
    expect(await liveThumbprint(scene())).toBe(first.thumbprint);
  });

  test("a forced replacement that adopts its own id never ends with the live certificate deleted", async () => {
    const { certificate, emulator } = scene();
    await certificate.up(declared(first, "one"));
    await emulator.clearJournal();
    const result = await certificate.forceReplacement({ ...declared(first, "one"), adoptExisting: true });
    expect(result).toMatchObject({ step: "replace" });
    expect(await liveThumbprint(scene())).toBe(first.thumbprint);
    expect((await emulator.requests()).filter((request) => request.startsWith("DELETE"))).toEqual([]);
  });
});

test("Azure holds another thumbprint than was uploaded: a partial failure that names both; the next up repairs", async () => {
  const { certificate, emulator } = scene();
  await uploadByHand(scene(), stranger);
  const { body } = await emulator.arm("GET", "/certificates/api");
  await emulator.arm("DELETE", "/certificates/api", { ifMatch: "*" });
  await emulator.faults({
    match: { method: "PUT" },
    times: 1,
    fault: { status: 201, headers: { ETag: '"AAAAAAAAAAE="' }, body },
  });
  const { failures } = await certificate.up(declared(first, "one"));
  expect(failures.join()).toContain(`holds thumbprint ${stranger.thumbprint} instead of ${first.thumbprint}`);
  expect(certificate.saved?.failed).toBe(true);
  expect((await certificate.up(declared(first, "one"))).step).toBe("update");
  expect(await liveThumbprint(scene())).toBe(first.thumbprint);
});

test("a file that changes between check and upload stops the upload", async () => {
  const { certificate, emulator } = scene();
  const dataFile = await written(scene(), "changing.pfx", first);
  scene().host.afterCheck = () => written(scene(), "changing.pfx", reexport(second, "one"));
  const { failures } = await certificate.up(args({ dataFile, password: "one" }));
  expect(failures.join()).toContain("The file changed while this run was going on");
  expect((await emulator.requests()).filter((request) => request.startsWith("PUT"))).toEqual([]);
});
