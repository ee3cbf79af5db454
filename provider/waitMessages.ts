import type { Host } from "./host";

/** Whose request waits. */
interface Waiting {
  /** The resource's name, in words: it stands before the message. */
  readonly name: string;
  /** Unknown where the engine hands over what is stored: then the message appears on the stack's row. */
  readonly urn?: string | undefined;
}

/** For `onWait`: says on the resource's row what a request waits for, and until when. */
export function sayWaits(host: Host, { name, urn }: Waiting): (text: string) => void {
  return (text) => void host.say({ severity: "info", urn, text: `${name}: ${text}` });
}
