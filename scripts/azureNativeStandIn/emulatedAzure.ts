import { createHash } from "node:crypto";

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
export const TENANT = "00000000-0000-4000-8000-000000000001";

/** Made up, and always the same for the same seed: so nothing needs to be remembered between runs. */
export function madeUpGuid(seed: string): string {
  const hex = createHash("sha256").update(seed.toLowerCase()).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The emulator, for those requests that azure-native would send to Azure. */
export class EmulatedAzure {
  constructor(private readonly url: string) {}

  put(id: string, body: object): Promise<Record<string, unknown>> {
    return this.request("PUT", `${id}?api-version=2021-08-01`, body, { "if-match": "*" });
  }

  get(id: string): Promise<Record<string, unknown>> {
    return this.request("GET", `${id}?api-version=2021-08-01`);
  }

  async remove(id: string): Promise<void> {
    await this.request("DELETE", `${id}?api-version=2021-08-01`, undefined, { "if-match": "*" });
  }

  /** What the emulator is told about things that it has no operations for. */
  control(action: string, body: object): Promise<Record<string, unknown>> {
    return this.request("POST", `/_emulator/${action}`, body);
  }

  private async request(
    method: string,
    path: string,
    ...[body, headers = {}]: [body?: object, headers?: Record<string, string>]
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: "Bearer azure-native", "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new Error(`There is no emulator at ${this.url}: start it by npm run emulator, or set APIM_EMULATOR_URL.`);
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }
}
