const redacted = "<redacted>";

/** Names whose values never enter the journal: PFX bytes, passwords, gateway keys, tokens, client credentials. */
const secretNames = new Set([
  "access_token",
  "assertion",
  "certificate",
  "client_assertion",
  "client_secret",
  "data",
  "id_token",
  "password",
  "primary",
  "refresh_token",
  "secondary",
  "secret",
  "token",
  "username",
]);

/** A parsed JSON value without its secrets. `value` is a secret where it is a string: generateToken's answer. */
export function redactJson(value: unknown, name = ""): unknown {
  const lowerName = name.toLowerCase();
  if (secretNames.has(lowerName)) return value === null || value === undefined ? value : redacted;
  if (typeof value === "string") return lowerName === "value" ? redacted : value;
  if (Array.isArray(value)) return value.map((item: unknown) => redactJson(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, redactJson(child, key)]));
}

function redactForm(body: string): Record<string, string> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      secretNames.has(name.toLowerCase()) ? redacted : value,
    ]),
  );
}

/** A request body as the journal keeps it: JSON and forms by name, anything else only by its size. */
export function redactBody(body: string, contentType: string | undefined): unknown {
  if (body === "") return null;
  if (contentType?.toLowerCase().startsWith("application/x-www-form-urlencoded") === true) return redactForm(body);
  try {
    return redactJson(JSON.parse(body.replace(/^\uFEFF/, "")));
  } catch {
    return `<${Buffer.byteLength(body)} bytes that are not JSON>`;
  }
}

const secretHeaders = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "set-cookie",
  "x-ms-authorization-auxiliary",
]);

/** Headers with lower-case names, the credentials replaced; of the Authorization header the scheme stays. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lowerName = name.toLowerCase();
      if (!secretHeaders.has(lowerName)) return [lowerName, value];
      return [lowerName, /^bearer /i.test(value) ? `Bearer ${redacted}` : redacted];
    }),
  );
}

export function redactQuery(query: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, /secret|token|password|assertion|^sig$/i.test(name) ? redacted : value]),
  );
}
