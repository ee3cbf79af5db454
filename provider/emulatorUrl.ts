import { isIP } from "node:net";
import { ConfigurationError } from "./errors";

/**
 * Checks the emulator's address. It gets a token that is not a real one, perhaps over plain http, so it must be on this machine.
 *
 * @returns the origin, without a trailing slash.
 * @throws ConfigurationError when it is no http or https address of the loopback interface.
 */
export function parseEmulatorUrl(text: string, setting: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw refuse(setting, "is not an http or https address");
  if (url.username !== "" || url.password !== "") throw refuse(setting, "holds a user name or password");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw refuse(setting, "has a path, query or fragment");
  if (!isLoopback(url.hostname)) {
    throw refuse(setting, `names the host "${url.hostname}", but the emulator is only spoken to on this machine`);
  }
  return url.origin;
}

/** Whether a URL's host name is this machine: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname === "[::1]") return true;
  return isIP(hostname) === 4 && hostname.startsWith("127.");
}

function refuse(setting: string, problem: string): ConfigurationError {
  return new ConfigurationError(
    `The setting ${setting} ${problem}. Write the URL that \`apim-credentials emulator\` prints, such as http://127.0.0.1:8080, or remove the setting to use Azure.`,
  );
}
